# The front door. Under construction in this commit: build, test.
SHELL := /bin/bash
ROOT := $(CURDIR)
MARCH := -Xcc -march=x86-64-v3
LIBRARY_FLAGS := -c release --scratch-path .build-lib -Xswiftc -static-stdlib $(MARCH) \
	-Xlinker -soname=libteachdrl.so.0 -Xlinker --version-script=exports.map -Xlinker -z -Xlinker nodelete
TEST_FLAGS := -c release --scratch-path .build-test -Xswiftc -enable-testing $(MARCH) \
	-Xlinker -L$(ROOT)/build/lib -Xlinker -rpath -Xlinker $(ROOT)/build/lib
TOOL_FLAGS := -c release --scratch-path .build-tool $(MARCH) -Xlinker -L$(ROOT)/build/lib \
	-Xlinker -rpath -Xlinker '$$ORIGIN/../lib'
export SWIFT_BACKTRACE := enable=no

.PHONY: all library test
all: library

library:
	swift build $(LIBRARY_FLAGS) --product teachdrl
	mkdir -p build/lib
	cp .build-lib/release/libteachdrl.so build/lib/libteachdrl.so.0
	ln -sf libteachdrl.so.0 build/lib/libteachdrl.so

test: library
	swift build $(TEST_FLAGS) --product teachdrlPackageTests
	swift test $(TEST_FLAGS) --skip-build
