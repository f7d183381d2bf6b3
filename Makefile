# The front door.
#
#   make            the library, its header and the command line, in build/
#   make run        build, then the toy environment and a short training run, explained, with pictures
#   make test       all tests
#   make test-tsan  the threaded tests, in C and Swift, under ThreadSanitizer
#   make test-asan  all tests in C and Swift under AddressSanitizer, leaks in the C ones too
#   make fuzz       SECONDS=60: bytes against saved states, options, tasks and calls
#   make python-options  write the options for Python's type checkers anew, after a change of them
#   make abi        record the ABI anew, after a change of it that is meant
#   make test-extras  what takes long: plots, pictures, other trainers, RLlib, each Python that is here
#   make wheel      a Python wheel in build/wheel; make test-wheel tries it on an empty Debian
#   make lint       formatting and warnings
#   make bench      the figures of the documentation, measured here and now
#   make bench-toy  the teachers' curves on the toy environment beside the reference's; fails where they disagree
#   make bench-units  how far the units of tasks and returns matter to the teachers
#   make bench-falls  how often walkers fall beside the reference's; fails where they differ and the cause is unknown
#   make bench-peers  many environments beside EnvPool's and Gymnasium's, the student beside PyTorch's
#   make bench-ray  one teacher shared by Ray's workers, beside Syllabus; how many workers it can serve
#   make bench-learning  the student's learning beside its update in PyTorch
#   make follow-run   a run's updates between two checkpoints, made once more in PyTorch from its files
#   make bench-life   UPDATES=1000000 STEPS=200000: of a teacher and an environment, at constant memory and speed
#   make bench-pairs  BEFORE=LIBRARY: of a sample and an update, beside another build of the library
#   make bench-soak   a million steps of many environments at constant memory
#   make bench-training  two runs at once beside one, then where the time of the paper's run goes, from step 10,000 to
#                   60,000: ten minutes
#   make test-kills   a run that is killed a hundred times and resumed each time, and one whose disk fails as often
#   make test-debug-outputs  the recorded outputs from a library without optimisation
#   make install    PREFIX=/usr/local DESTDIR=; installs what make has built, and builds nothing
#   make uninstall  PREFIX=/usr/local DESTDIR=; removes what make install has installed there
#   make dist       a release in build/dist: archive, wheel, checksums
#   make reference  the API reference of the C and the C++ header, in build/reference
#   make test-libtorch  the example with libtorch, which is downloaded
#   make deps       installs the Debian packages that are missing; so do make run and make test
#   make clean
#   make help       this list

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

ROOT := $(CURDIR)
# make cannot keep a path with a space together in its lists. What a user needs is quoted; the rest says so.
ifneq ($(words $(ROOT)),1)
ifneq ($(filter-out all library tool deps run install uninstall help clean,$(MAKECMDGOALS)),)
$(error '$(ROOT)' has a space in it, and here only make, make run, make install, make uninstall, make help and \
make clean work; move the checkout for the others)
endif
endif
PREFIX ?= /usr/local
DESTDIR ?=

# The header is the one place that says the version.
version_part = $(shell sed -n 's/^\#define TEACHDRL_VERSION_$(1) \([0-9]*\)$$/\1/p' include/teachdrl.h)
VERSION := $(call version_part,MAJOR).$(call version_part,MINOR).$(call version_part,PATCH)
# Raised when programs that were built before would no longer run (docs/abi.md).
SOVERSION := 0
SONAME := libteachdrl.so.$(SOVERSION)

# AVX2 and FMA on x86-64; Swift takes the processor from its Clang importer.
MARCH := $(if $(filter x86_64,$(shell uname -m)),-Xcc -march=x86-64-v3)
LINK_LIBRARY := -Xlinker '-L$(ROOT)/build/lib'
LIBRARY_FLAGS := -c release --scratch-path .build-lib $(MARCH) -Xswiftc -static-stdlib -Xswiftc -use-ld=lld \
	-Xlinker -soname=$(SONAME) -Xlinker --version-script=exports.map -Xlinker --gc-sections -Xlinker -z -Xlinker nodelete
PROGRAMS := --package-path Programs
TOOL_FLAGS := $(PROGRAMS) -c release --scratch-path .build-tool $(MARCH) -Xswiftc -static-stdlib -Xswiftc -use-ld=lld \
	$(LINK_LIBRARY) -Xlinker -rpath -Xlinker '$$ORIGIN/../lib'
# Optimised, so that the tests take seconds, but with assertions on.
TEST_FLAGS := -c release --scratch-path .build-test $(MARCH) -Xswiftc -enable-testing \
	-Xswiftc -assert-config -Xswiftc Debug
PROGRAM_TEST_FLAGS := $(PROGRAMS) $(subst .build-test,.build-test-programs,$(TEST_FLAGS)) $(LINK_LIBRARY) \
	-Xlinker -rpath -Xlinker $(ROOT)/build/lib
# The library's own modules, measured from inside.
TEACHER_BENCH_FLAGS := -c release --scratch-path .build-lib $(MARCH) -Xswiftc -static-stdlib -Xswiftc -use-ld=lld
BENCH_FLAGS := $(PROGRAMS) -c release --scratch-path .build-tool $(MARCH) -Xswiftc -static-stdlib -Xswiftc -use-ld=lld \
	$(LINK_LIBRARY) -Xlinker -rpath -Xlinker $(ROOT)/build/lib
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Werror

# The Swift binding finds the library that was built here.
export PKG_CONFIG_PATH := $(ROOT)/build/lib/pkgconfig:$(PKG_CONFIG_PATH)

# A crash must end a test at once rather than draw a picture of itself.
export SWIFT_BACKTRACE := enable=no

.PHONY: all library tool deps run abi test test-swift test-c test-tsan test-asan test-asan-swift test-abi test-hosts \
	test-faults test-outputs test-debug-outputs test-fuzz test-python test-readme test-guides test-report test-kills \
	reliability-programs library-asan fuzz fuzz-corpus lint bench bench-many bench-soak bench-life bench-falls \
	bench-training bench-peers bench-student-peers bench-state bench-toy bench-units install clean

all: tool

.PHONY: help
help:
	@sed -n '/^#   make/,/^$$/s/^# \{0,3\}//p' Makefile

# `make run`, `make test` and `make deps` install Debian packages that are missing. All else names them and stops.
DEPENDENCIES := scripts/install-dependencies.sh $(if $(filter run test test-% deps,$(MAKECMDGOALS)),,--check)
deps:
	@$(DEPENDENCIES)
	@scripts/forget-moved-builds.sh

library: deps
	@swift build $(LIBRARY_FLAGS) --product teachdrl
	@mkdir -p build/lib build/include
	@cp include/teachdrl.h bindings/cpp/teachdrl.hpp build/include/
	@objcopy --strip-unneeded .build-lib/release/libteachdrl.so build/lib/libteachdrl.so.$(VERSION)
	@ln -sf libteachdrl.so.$(VERSION) build/lib/$(SONAME)
	@ln -sf $(SONAME) build/lib/libteachdrl.so
	@mkdir -p build/lib/pkgconfig
	@sed 's|@PREFIX@|$${pcfiledir}/../..|; s|@VERSION@|$(VERSION)|' packaging/teachdrl.pc.in >build/lib/pkgconfig/teachdrl.pc

tool: library
	@swift build $(TOOL_FLAGS) --product teachdrl-command-line
	@mkdir -p build/bin
	@objcopy --strip-unneeded .build-tool/release/teachdrl-command-line build/bin/teachdrl

run: tool
	@scripts/first-run.sh

# ------------------------------------------------------------------------------------------------------------- testing

test: test-swift test-c test-cpp test-cpp-sanitized test-abi test-hosts test-faults test-outputs test-fuzz \
	test-reference test-install test-dist test-python test-ray test-readme test-guides test-report

# The Python environments of the tests, each with the packages of its list.
.venv-%/ready: bindings/python/requirements/%.txt | deps
	python3 -m venv .venv-$*
	.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# Reads what the product writes, with the packages that others read it with.
TEST_PYTHON := .venv-test/bin/python

# ONLY=NAME runs the tests whose names hold that.
.PHONY: test-swift-library test-swift-programs
test-swift: test-swift-library test-swift-programs

test-swift-library: deps
	swift build $(TEST_FLAGS) --product teachdrlPackageTests
	swift test $(TEST_FLAGS) --skip-build $(if $(ONLY),--filter '$(ONLY)')

test-swift-programs: tool .venv-test/ready
	swift build $(PROGRAM_TEST_FLAGS) --product teachdrl-programsPackageTests
	TEACHDRL_TOOL=$(ROOT)/build/bin/teachdrl TEACHDRL_PYTHON=$(ROOT)/$(TEST_PYTHON) swift test $(PROGRAM_TEST_FLAGS) --skip-build $(if $(ONLY),--filter '$(ONLY)')

# The header and the library as a stranger gets them: installed, found by pkg-config and by CMake, in four dialects.
STAGE := $(ROOT)/build/stage
STAGED := PKG_CONFIG_PATH=$(STAGE)/lib/pkgconfig pkg-config
.PHONY: stage
stage: tool
	@rm -rf $(STAGE)
	@$(MAKE) --no-print-directory install PREFIX=$(STAGE) DESTDIR= >/dev/null

test-c: stage
	@rm -rf build/c-tests && mkdir -p build/c-tests
	@for dialect in c99 c11 c17 c++17; do \
	  case $$dialect in c++*) compiler="g++ -x c++" ;; *) compiler=gcc ;; esac; \
	  for source in Tests/C/*.c; do \
	    program=build/c-tests/$$(basename $$source .c)-$$dialect; \
	    $$compiler -std=$$dialect $(WARNINGS) -O1 -DSTATUS_FUNCTIONS=$$(grep -c '^teachdrl_status teachdrl_' include/teachdrl.h) \
	      $$($(STAGED) --cflags teachdrl) $$source -o $$program \
	      $$($(STAGED) --libs teachdrl) -lm -lpthread -Wl,-rpath,$(STAGE)/lib; \
	    echo "$$program"; timeout 120 $$program; \
	  done; \
	done
	@for example in examples/c/*.c; do \
	  gcc -std=c99 $(WARNINGS) -O1 $$($(STAGED) --cflags teachdrl) $$example \
	    -o build/c-tests/$$(basename $$example .c) $$($(STAGED) --libs teachdrl) -lm -Wl,-rpath,$(STAGE)/lib; \
	done
	@timeout 120 scripts/kill-and-resume.py 8 build/c-tests/resumable {}
	@timeout 120 scripts/check-resuming.py build/c-tests/checkpoint build/c-tests/resumable build/c-tests/checkpoint
	@cmake -S Tests/CMake -B build/c-tests/cmake -DCMAKE_PREFIX_PATH=$(STAGE) >/dev/null
	@cmake --build build/c-tests/cmake >/dev/null
	@timeout 60 build/c-tests/cmake/version
	@scripts/check-library.sh $(STAGE)/lib/libteachdrl.so

# The C++ header and the examples. SANITIZE=address,undefined runs them, and the C tests, under sanitizers.
.PHONY: test-cpp test-cpp-sanitized
test-cpp: stage
	@scripts/test-cpp.sh $(STAGE) $(SANITIZE)

test-cpp-sanitized:
	@$(MAKE) --no-print-directory test-cpp SANITIZE=address,undefined

# The example with libtorch, built and run briefly. It comes with PyTorch's wheel for processors (200 MB), which is
# downloaded; LIBTORCH=FOLDER names one that is there.
LIBTORCH ?= $(ROOT)/.venv-libtorch/libtorch
.PHONY: test-libtorch
test-libtorch: stage $(LIBTORCH)
	@rm -rf build/libtorch
	@cmake -S examples/libtorch -B build/libtorch -DCMAKE_PREFIX_PATH="$(LIBTORCH);$(STAGE)" >/dev/null
	@cmake --build build/libtorch
	@timeout 300 build/libtorch/ppo 20000 | tee build/libtorch/ppo.txt
	@grep -q 'ALP-GMM was told of [1-9]' build/libtorch/ppo.txt && ! grep -qi nan build/libtorch/ppo.txt

$(ROOT)/.venv-libtorch/libtorch: examples/libtorch/requirements.txt
	python3 -m venv .venv-libtorch
	.venv-libtorch/bin/python -m pip install --quiet --disable-pip-version-check --retries 1 --no-deps -r $<
	@ln -sfn $$(realpath .venv-libtorch/lib/python3*/site-packages/torch) $@

# The library, built to watch every access to memory, under its threaded tests. Box2D is Debian's, so what it does inside
# is not watched; nor do the tests fork, because threads in the child of a fork are beyond the sanitizer. The Swift run time
# is the shared one: linked in statically it does not tell the sanitizer how globals are initialised, which then sees races.
SWIFT_ROOT = $(dir $(shell readlink -f $$(command -v swiftc)))..
TSAN_FLAGS := -c release --scratch-path .build-tsan $(MARCH) --sanitize=thread -Xswiftc -use-ld=lld \
	-Xlinker -soname=$(SONAME) -Xlinker --version-script=exports.map
.PHONY: library-tsan test-tsan-swift
library-tsan: deps
	@swift build $(TSAN_FLAGS) --product teachdrl
	@mkdir -p build/tsan && cp .build-tsan/release/libteachdrl.so build/tsan/$(SONAME)
	@ln -sf $(SONAME) build/tsan/libteachdrl.so

test-tsan: library-tsan test-tsan-swift
	@$(DEPENDENCIES) locales
	@mkdir -p build/tsan/locales && localedef -i de_DE -f UTF-8 build/tsan/locales/de_DE.UTF-8
	@for source in Tests/C/{many_environments,hosts,outcomes,teacher_state,waiting_threads}.c Tests/Reliability/circumstances.c; do \
	  program=$$(basename $$source .c); \
	  $(SWIFT_ROOT)/bin/clang -std=gnu17 -D_GNU_SOURCE -fsanitize=thread -g -O1 -Iinclude $$source -o build/tsan/$$program \
	    -Lbuild/tsan -lteachdrl -lm -L$(SWIFT_ROOT)/lib/swift/linux -ldispatch -lBlocksRuntime \
	    -Wl,-rpath,$(ROOT)/build/tsan -Wl,-rpath,$(SWIFT_ROOT)/lib/swift/linux; \
	  echo "build/tsan/$$program"; \
	  TEACHDRL_NO_FORKS=1 TSAN_OPTIONS=halt_on_error=1 LOCPATH=build/tsan/locales timeout 900 build/tsan/$$program; \
	done

# The Swift tests that use threads, the student's among them, and the library through its API. Synchronization's Mutex is
# not instrumented, so that a test that hands something from thread to thread by one is a race to the sanitizer.
TSAN_TEST_FLAGS := -c release --scratch-path .build-tsan-test $(MARCH) --sanitize=thread -Xswiftc -use-ld=lld \
	-Xswiftc -enable-testing -Xswiftc -assert-config -Xswiftc Debug
TSAN_PROGRAM_TEST_FLAGS := $(PROGRAMS) $(subst .build-tsan-test,.build-tsan-test-programs,$(TSAN_TEST_FLAGS)) \
	-Xlinker -L$(ROOT)/build/tsan -Xlinker -rpath -Xlinker $(ROOT)/build/tsan
THREADED := PlatformTests|LibraryTests|StudentTests|ParallelTests|theNumberOfThreadsDoesNotShow
test-tsan-swift: library-tsan
	swift build $(TSAN_TEST_FLAGS) --product teachdrlPackageTests
	swift build $(TSAN_PROGRAM_TEST_FLAGS) --product teachdrl-programsPackageTests
	@export TSAN_OPTIONS=halt_on_error=1:suppressions=$(ROOT)/Tests/Reliability/thread-sanitizer.suppressions; \
	  timeout 1800 swift test $(TSAN_TEST_FLAGS) --skip-build --filter '$(or $(ONLY),$(THREADED))' --skip Fork; \
	  timeout 1800 swift test $(TSAN_PROGRAM_TEST_FLAGS) --skip-build --filter '$(or $(ONLY),$(THREADED))' --skip Fork

# The library, built to watch every access to memory, undefined behaviour in its C and C++, and which of its paths are taken:
# for the tests and for the fuzzers.
SANITIZED := -c release $(MARCH) --sanitize=address -Xswiftc -use-ld=lld
ASAN_FLAGS := $(SANITIZED) --scratch-path .build-asan -Xcc -fsanitize=undefined -Xcc -fno-sanitize-recover=undefined \
	-Xcc -fsanitize=fuzzer-no-link \
	-Xswiftc -sanitize-coverage=edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table \
	-Xlinker -soname=$(SONAME) -Xlinker --version-script=exports.map
library-asan: deps
	@$(DEPENDENCIES) locales
	@swift build $(ASAN_FLAGS) --product teachdrl
	@mkdir -p build/asan && cp .build-asan/release/libteachdrl.so build/asan/$(SONAME)
	@ln -sf $(SONAME) build/asan/libteachdrl.so

test-asan: library-asan test-asan-swift
	@scripts/test-asan.sh build/asan build/asan/programs

# ONLY=NAME as with test-swift.
ASAN_TEST_FLAGS := $(SANITIZED) --scratch-path .build-asan-test -Xswiftc -enable-testing -Xswiftc -assert-config \
	-Xswiftc Debug
ASAN_PROGRAM_TEST_FLAGS := $(PROGRAMS) $(subst .build-asan-test,.build-asan-test-programs,$(ASAN_TEST_FLAGS)) \
	-Xlinker -L$(ROOT)/build/asan -Xlinker -rpath -Xlinker $(ROOT)/build/asan
test-asan-swift: library-asan tool .venv-test/ready
	swift build $(ASAN_TEST_FLAGS) --product teachdrlPackageTests
	swift build $(ASAN_PROGRAM_TEST_FLAGS) --product teachdrl-programsPackageTests
	@export ASAN_OPTIONS=detect_leaks=0 TEACHDRL_TOOL=$(ROOT)/build/bin/teachdrl TEACHDRL_PYTHON=$(ROOT)/$(TEST_PYTHON); \
	  swift test $(ASAN_TEST_FLAGS) --skip-build $(if $(ONLY),--filter '$(ONLY)'); \
	  swift test $(ASAN_PROGRAM_TEST_FLAGS) --skip-build $(if $(ONLY),--filter '$(ONLY)')

# What fuzzing has found to be worth keeping, on the library as users have it.
test-fuzz: library
	@mkdir -p build/fuzz/plain
	@for target in Tests/Fuzz/*.c; do \
	  program=build/fuzz/plain/$$(basename $$target .c); \
	  gcc -std=gnu11 -Wall -Wextra -Wpedantic -Werror -O1 -g -DSTANDALONE -Iinclude $$target -o $$program \
	    -Lbuild/lib -lteachdrl -lm -Wl,-rpath,$(ROOT)/build/lib; \
	  timeout 60 $$program Tests/Fuzz/Corpus/$$(basename $$target .c)/*; \
	done

# SECONDS for each of the four targets, or for TARGETS; `fuzz-corpus` keeps what was found to take new paths.
fuzz: SECONDS := 60
fuzz: library-asan
	@scripts/fuzz.sh $(SECONDS) build/asan $(TARGETS)

fuzz-corpus: library-asan
	@scripts/fuzz.sh keep build/asan $(TARGETS)

ABI_RECORD := packaging/$(SONAME).abi
test-abi: library
	@scripts/check-abi.sh check $(ABI_RECORD) include/teachdrl.h build/lib/libteachdrl.so $(SONAME)
	@scripts/test-abi-check.py $(ABI_RECORD) include/teachdrl.h $(SONAME)

abi: library
	@scripts/check-abi.sh record $(ABI_RECORD) include/teachdrl.h build/lib/libteachdrl.so $(SONAME)

# What the library survives, and what it gives meanwhile (docs/reliability.md).
RELIABILITY := build/reliability
reliability-programs: library
	@$(DEPENDENCIES) locales
	@scripts/build-reliability-tests.sh $(RELIABILITY) build/lib

test-hosts: reliability-programs
	@scripts/test-hosts.sh $(RELIABILITY) build/lib/$(SONAME)

test-faults: reliability-programs
	@timeout 300 $(RELIABILITY)/saving

test-outputs: reliability-programs tool
	@scripts/test-outputs.sh $(RELIABILITY)/outputs $(RELIABILITY)/mathematics
	@scripts/test-training-outputs.sh build/bin/teachdrl

# The same outputs without optimisation.
test-debug-outputs: reliability-programs
	@swift build $(subst -c release --scratch-path .build-lib,-c debug --scratch-path .build-debug,$(LIBRARY_FLAGS)) \
	  --product teachdrl
	@mkdir -p build/debug && cp .build-debug/debug/libteachdrl.so build/debug/$(SONAME)
	@LD_LIBRARY_PATH=$(ROOT)/build/debug scripts/test-outputs.sh $(RELIABILITY)/outputs

# Training runs that are killed, and whose disk fails.
test-kills: tool reliability-programs
	timeout 3600 python3 scripts/kill-training.py build/bin/teachdrl 100
	timeout 3600 python3 scripts/kill-training.py build/bin/teachdrl 100 1 $(RELIABILITY)/failing_files.so

# The package as it stands, on the library as it is built: types, then behaviour.
PYTEST := PYTHONPATH=$(ROOT)/bindings/python timeout 600
test-python: library .venv-test/ready
	cd bindings/python && $(ROOT)/.venv-test/bin/python -m mypy --cache-dir $(ROOT)/build/mypy
	$(PYTEST) $(TEST_PYTHON) -m pytest -q -p no:cacheprovider Tests/Python/core Tests/Python/environments

# The options as Python's type checkers see them, from the library's listing; a test compares.
.PHONY: python-options
python-options: library .venv-test/ready
	PYTHONPATH=$(ROOT)/bindings/python $(TEST_PYTHON) scripts/generate-python-options.py > build/_options.py
	mv build/_options.py bindings/python/teachdrl/_options.py

# A teacher that machines share, on a Ray of this machine's.
.PHONY: test-ray
test-ray: tool .venv-ray/ready
	TEACHDRL_TOOL=$(ROOT)/build/bin/teachdrl $(PYTEST) .venv-ray/bin/python -m pytest -q -p no:cacheprovider Tests/Python/ray
	PATH=$(ROOT)/.venv-ray/bin:$(ROOT)/build/bin:$$PATH PYTHONPATH=$(ROOT)/bindings/python timeout 600 \
	  python3 scripts/run-readme.py docs/ray.md

# What takes long or needs much: pictures, plots, Stable-Baselines3 with its examples (several GB of PyTorch), each Python
# that is here.
.PHONY: test-extras
test-extras: library .venv-extras/ready
	OMP_NUM_THREADS=1 PYTHONPATH=$(ROOT)/bindings/python timeout 1800 \
	  .venv-extras/bin/python -m pytest -q -p no:cacheprovider Tests/Python/{core,environments,extras}
	@scripts/test-pythons.sh
	@for page in docs/python.md docs/stable-baselines3.md; do \
	  OMP_NUM_THREADS=1 PATH=$(ROOT)/.venv-extras/bin:$$PATH PYTHONPATH=$(ROOT)/bindings/python timeout 1200 \
	    python3 scripts/run-readme.py $$page --extras; \
	done
	@$(MAKE) --no-print-directory test-rllib

# RLlib and the examples for Ray, which need PyTorch (several GB).
.PHONY: test-rllib
test-rllib: tool .venv-rllib/ready
	cd bindings/python && $(ROOT)/.venv-rllib/bin/python -m mypy --cache-dir $(ROOT)/build/mypy-rllib
	OMP_NUM_THREADS=1 PYTHONPATH=$(ROOT)/bindings/python timeout 1800 \
	  .venv-rllib/bin/python -m pytest -q -p no:cacheprovider Tests/Python/rllib
	OMP_NUM_THREADS=1 PATH=$(ROOT)/.venv-rllib/bin:$(ROOT)/build/bin:$$PATH PYTHONPATH=$(ROOT)/bindings/python timeout 1200 \
	  python3 scripts/run-readme.py docs/ray.md --extras

# The wheel, in an empty virtual environment of a Debian that has neither Swift nor Box2D.
.PHONY: test-wheel
test-wheel: wheel
	@scripts/test-wheel.sh build/wheel/teachdrl-*.whl

# The pages' `python3` is one that has the package.
AS_READER := PATH=$(ROOT)/.venv-test/bin:$$PATH PYTHONPATH=$(ROOT)/bindings/python timeout 600
test-readme: tool tarball .venv-test/ready
	$(AS_READER) python3 scripts/run-readme.py README.md
	$(AS_READER) python3 scripts/run-readme.py docs/many-environments.md
	$(AS_READER) python3 scripts/run-readme.py docs/bipedal-walker.md
	$(AS_READER) python3 scripts/run-readme.py docs/parametric-bipedal-walker.md
	$(AS_READER) python3 scripts/run-readme.py docs/python.md
	$(AS_READER) python3 scripts/run-readme.py docs/c.md
	$(AS_READER) python3 scripts/run-readme.py docs/cpp.md
	$(AS_READER) python3 scripts/run-readme.py docs/swift.md
	$(AS_READER) python3 scripts/run-readme.py docs/resuming.md
	$(AS_READER) python3 scripts/run-readme.py docs/teachers/README.md
	$(AS_READER) python3 scripts/run-readme.py docs/teachers/progress.md

# A report in a real browser.
test-report: tool
	@$(DEPENDENCIES) chromium
	@timeout 300 scripts/check-report.py build/bin/teachdrl

# The guides, followed in a copy of the project.
test-guides: deps
	@timeout 2400 python3 scripts/follow-guide.py docs/adding-a-*.md

# ------------------------------------------------------------------------------------------------------------- linting

C_SOURCES = $(shell git ls-files '*.h' '*.c' '*.cpp' '*.hpp')
RUFF := .venv-lint/bin/ruff

lint: deps $(RUFF)
	swift format lint --strict --parallel --recursive --configuration .swift-format Package.swift Sources Tests Benchmarks \
	  Programs bindings/swift
	clang-format --dry-run -Werror $(C_SOURCES)
	$(RUFF) check .
	$(RUFF) format --check .

$(RUFF):
	python3 -m venv .venv-lint
	.venv-lint/bin/python -m pip install --quiet --disable-pip-version-check ruff==0.8.4

# -------------------------------------------------------------------------------------------------------- benchmarking

bench: tool
	@echo "load average: $$(cut -d' ' -f1-3 /proc/loadavg), $$(nproc) cores"
	@swift build $(BENCH_FLAGS) --product StudentBenchmark
	@swift build $(TEACHER_BENCH_FLAGS) --product TeacherBenchmark
	@swift build $(BENCH_FLAGS) --product PicturesBenchmark
	@g++ -std=c++17 -O2 -Ibuild/include Benchmarks/Environments/environment_benchmark.cpp -o build/environment_benchmark \
	  -Lbuild/lib -lteachdrl -lbox2d -Wl,-rpath,$(ROOT)/build/lib
	@build/environment_benchmark
	@$(MAKE) --no-print-directory bench-many
	@.build-tool/release/StudentBenchmark
	@.build-lib/release/TeacherBenchmark
	@.build-tool/release/PicturesBenchmark
	@$(MAKE) --no-print-directory bench-state
	@$(MAKE) --no-print-directory bench-cpp
	@$(MAKE) --no-print-directory bench-life

# The C++ header beside the C functions that it calls.
.PHONY: bench-cpp
bench-cpp: library
	@g++ -std=c++17 -O2 -Ibuild/include Benchmarks/Cpp/cpp_overhead.cpp -o build/cpp_overhead \
	  -Lbuild/lib -lteachdrl -Wl,-rpath,$(ROOT)/build/lib
	@build/cpp_overhead

# A sample and an update beside those of another build of the library, BEFORE=/path/to/libteachdrl.so.0.
.PHONY: bench-pairs
bench-pairs: library
	@gcc -std=gnu11 -O2 -Ibuild/include Benchmarks/Pairs/pairs.c -o build/pairs -ldl
	@build/pairs '$(BEFORE)' build/lib/$(SONAME)

# A teacher saved, loaded and shared by threads.
bench-state: library
	@g++ -std=c++17 -O2 -pthread -Ibuild/include Benchmarks/SharedTeacher/shared_teacher.cpp -o build/shared_teacher \
	  -Lbuild/lib -lteachdrl -Wl,-rpath,$(ROOT)/build/lib
	@build/shared_teacher

# A teacher's and an environment's long life. UPDATES=100000000 STEPS=10000000 takes twenty minutes of a processor.
UPDATES := 1000000
STEPS := 200000
bench-life: library
	@gcc -std=c99 -D_GNU_SOURCE -O2 $(WARNINGS) -Ibuild/include Benchmarks/Soak/soak.c -o build/soak -Lbuild/lib -lteachdrl \
	  -Wl,-rpath,$(ROOT)/build/lib
	@build/soak $(UPDATES) $(STEPS)

# REFERENCE=FOLDER compares with recorded curves instead of with the figures in Benchmarks/Teachers/ToyReference.swift.
bench-toy: deps
	@swift build $(TEACHER_BENCH_FLAGS) --product TeacherBenchmark
	@.build-lib/release/TeacherBenchmark --toy-curves $(REFERENCE)

# How far the units of tasks and returns matter to the teachers, with the published settings and the defaults.
bench-units: deps
	@swift build $(TEACHER_BENCH_FLAGS) --product TeacherBenchmark
	@.build-lib/release/TeacherBenchmark --units

# Random actions beside the published implementation's; FALLS="500 quadru all" plays part of it, and all engines.
bench-falls: library
	@scripts/build-plain-engines.sh build
	@g++ -std=c++17 -O2 -pthread -Ibuild/include Benchmarks/Environments/random_policy.cpp -o build/random_policy \
	  -Lbuild/lib -lteachdrl -Wl,-rpath,$(ROOT)/build/lib:$(ROOT)/build
	@build/random_policy $(FALLS)

# Many environments in one call; `bench-soak` plays a million steps and fails where memory grows.
bench-many bench-soak: library
	@g++ -std=c++17 -O2 -Ibuild/include Benchmarks/Environments/vector_benchmark.cpp -o build/vector_benchmark \
	  -Lbuild/lib -lteachdrl -Wl,-rpath,$(ROOT)/build/lib
	@build/vector_benchmark $(if $(filter bench-soak,$@),soak)

# The peers live in a Python environment of their own.
bench-peers: library .venv-peers/requirements.txt
	@.venv-peers/bin/python Benchmarks/Peers/peers.py build/lib/libteachdrl.so
	@$(MAKE) --no-print-directory bench-student-peers
	@$(MAKE) --no-print-directory bench-ray

.venv-peers/requirements.txt: Benchmarks/Peers/requirements.txt
	python3 -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@cp $< $@

# A teacher that Ray's workers share. Each worker has a thread: more would take turns with each other.
.PHONY: bench-ray
bench-ray: library .venv-bench-ray/requirements.txt
	@for program in shared_curriculum saturation; do \
	  PYTHONPATH=bindings/python TEACHDRL_LIBRARY=build/lib/libteachdrl.so OMP_NUM_THREADS=1 \
	    .venv-bench-ray/bin/python -W ignore Benchmarks/Ray/$$program.py; \
	done

.venv-bench-ray/requirements.txt: Benchmarks/Ray/requirements.txt
	python3 -m venv .venv-bench-ray
	.venv-bench-ray/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@cp $< $@

bench-student-peers: tool .venv-student-peers/student-requirements.txt
	@swift build $(BENCH_FLAGS) --product StudentBenchmark
	@echo "load average: $$(cut -d' ' -f1-3 /proc/loadavg), $$(nproc) cores"
	@for threads in 1 2; do \
	  .venv-student-peers/bin/python Benchmarks/Peers/sac_update.py $$threads \
	    $$(.build-tool/release/StudentBenchmark --threads $$threads); \
	done

# Whether the student learns as PyTorch does: SEEDS="1 2 3", a quarter of an hour each.
.PHONY: bench-learning
SEEDS ?= 1 2 3
bench-learning: tool .venv-student-peers/student-requirements.txt
	@PYTHONPATH=bindings/python TEACHDRL_LIBRARY=build/lib/libteachdrl.so OMP_NUM_THREADS=1 \
	  .venv-student-peers/bin/python Benchmarks/Peers/sac_learning.py build/bin/teachdrl $(SEEDS)

# A run's updates between two checkpoints, made once more from its files.
.PHONY: follow-run
follow-run: tool .venv-student-peers/student-requirements.txt
	@OMP_NUM_THREADS=1 .venv-student-peers/bin/python Benchmarks/Peers/follow_run.py build/bin/teachdrl

.venv-student-peers/student-requirements.txt: Benchmarks/Peers/student-requirements.txt
	python3 -m venv .venv-student-peers
	.venv-student-peers/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@cp $< $@

# Where the time of a training run goes, on one thread.
bench-training: tool
	@Benchmarks/Training/two_runs.sh build/bin/teachdrl
	@gcc -std=gnu11 -O2 -shared -fPIC -Ibuild/include Benchmarks/Training/training_profile.c -o build/training_profile.so
	@echo "load average: $$(cut -d' ' -f1-3 /proc/loadavg), $$(nproc) cores"
	@folder=$$(mktemp -d); trap "rm -rf $$folder" EXIT; \
	LD_PRELOAD=$(ROOT)/build/training_profile.so build/bin/teachdrl train --threads 1 --data_dir $$folder \
	  --exp_name test_alpgmm --teacher ALP-GMM --seed 42 --leg_size default --max_stump_h 3.0 --max_obstacle_spacing 6.0

# The Python package beside the same calls in C.
.PHONY: bench-python
bench-python: library .venv-test/ready
	@PYTHONPATH=bindings/python $(TEST_PYTHON) Benchmarks/Python/python_benchmark.py

# ---------------------------------------------------------------------------------------------------------- installing

# What was built by make, as it is: nothing is compiled, so that `make && sudo make install` leaves no file of root's here.
.PHONY: uninstall
install uninstall: export PREFIX := $(PREFIX)
install uninstall: export DESTDIR := $(DESTDIR)
install:
	@scripts/install.sh install $(VERSION) $(SONAME)

uninstall:
	@scripts/install.sh uninstall

# In a copy of what was built: installed, used, removed; a checkout that was moved.
.PHONY: test-install
test-install: tool
	@scripts/test-install.sh $(VERSION)

.PHONY: wheel
wheel: library .venv-wheel/ready
	@scripts/make-wheel.sh build/wheel

# A release: archive, wheel and checksums. The archive alone is what the tests unpack.
.PHONY: dist tarball test-dist
dist: tarball
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(MAKE) --no-print-directory wheel
	@rm -f build/dist/*.whl && cp build/wheel/teachdrl-*.whl build/dist/
	@cd build/dist && sha256sum *.tar.gz *.whl > SHA256SUMS && cat SHA256SUMS

tarball: tool
	@scripts/make-tarball.sh $(VERSION)

# Packed twice: the bits must be the same.
test-dist: tarball
	@sha256sum build/dist/teachdrl-$(VERSION)-*-linux.tar.gz > build/dist/first.sum
	@scripts/make-tarball.sh $(VERSION)
	@sha256sum --check build/dist/first.sum && rm build/dist/first.sum
	@scripts/test-tarball.sh build/dist/teachdrl-$(VERSION)-*-linux.tar.gz

# The API reference of both headers, in build/reference; fails where a symbol is not documented.
.PHONY: reference test-reference
reference test-reference:
	@$(DEPENDENCIES) doxygen
	@scripts/make-reference.sh

clean:
	rm -rf build .build-* .venv-*
