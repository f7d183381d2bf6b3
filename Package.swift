// swift-tools-version: 6.2
import PackageDescription

// The library is built by `make`, which passes the flags that make it self-contained (see Makefile). Everything that
// only uses it (Student, CommandLineTool, LibraryTests, benchmarks) sees the C header as CTeachDRL and links to the
// shared object, so it reaches the library as any stranger's program does.

/// Links to build/lib/libteachdrl.so; where that folder is, the Makefile says.
let linksToLibrary: [LinkerSetting] = [.linkedLibrary("teachdrl")]

let package = Package(
  name: "teachdrl",
  products: [
    // Public API
    .library(name: "teachdrl", type: .dynamic, targets: ["Exports"]),
    .executable(name: "teachdrl-command-line", targets: ["CommandLineTool"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // The library
    .target(name: "SavedState", dependencies: ["Platform"]),
    .target(name: "Numerics", dependencies: ["SavedState", "Platform"]),
    .target(name: "Arguments"),  // The command line uses its `nearestName`.
    .target(name: "Tasks", dependencies: ["Numerics", "Arguments", "SavedState"]),
    .target(name: "Teachers", dependencies: ["Tasks", "Numerics", "Arguments", "SavedState"]),
    .target(name: "Environments", dependencies: ["Tasks", "Numerics", "Arguments", "Box2DBridge", "Platform"]),
    .target(
      name: "Exports", dependencies: ["Teachers", "Environments", "Tasks", "SavedState", "Platform", "CTeachDRL"]),

    // Its implementation details in C and C++
    .target(name: "Platform"),
    .target(name: "Box2DBridge", linkerSettings: [.linkedLibrary("box2d")]),

    // The reference consumer, which knows the C header only
    .systemLibrary(name: "CTeachDRL", path: "include"),
    .systemLibrary(name: "COneDNN", pkgConfig: nil, providers: [.apt(["libdnnl-dev"])]),
    .target(name: "Student", dependencies: ["CTeachDRL", "COneDNN"], linkerSettings: linksToLibrary),

    // Pictures of what the C API gives, with Cairo
    .systemLibrary(name: "CCairo", pkgConfig: nil, providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CGIF", pkgConfig: nil, providers: [.apt(["libcgif-dev"])]),
    .target(
      name: "Pictures", dependencies: ["Student", "CTeachDRL", "CCairo", "CGIF"], linkerSettings: linksToLibrary),

    .executableTarget(
      name: "CommandLineTool",
      dependencies: [
        "Student", "Pictures", "CTeachDRL", "Arguments",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      linkerSettings: linksToLibrary),

    // Benchmarks
    .executableTarget(name: "StudentBenchmark", dependencies: ["Student", "COneDNN"], path: "Benchmarks/Student"),
    .executableTarget(
      name: "PicturesBenchmark", dependencies: ["Pictures", "Student"], path: "Benchmarks/Pictures",
      linkerSettings: linksToLibrary),
    .executableTarget(
      name: "TeacherBenchmark", dependencies: ["Teachers", "Tasks", "Numerics", "Arguments"],
      path: "Benchmarks/Teachers"),

    // Tests
    .testTarget(name: "SavedStateTests", dependencies: ["SavedState", "Platform"]),
    .testTarget(name: "PlatformTests", dependencies: ["Platform"]),
    .testTarget(name: "NumericsTests", dependencies: ["Numerics"], exclude: ["ReferenceFits"]),
    .testTarget(name: "ArgumentsTests", dependencies: ["Arguments"]),
    .testTarget(name: "TasksTests", dependencies: ["Tasks", "Numerics", "SavedState"]),
    .testTarget(name: "TeachersTests", dependencies: ["Teachers", "Tasks", "Environments"], exclude: ["States"]),
    .testTarget(
      name: "EnvironmentsTests", dependencies: ["Environments", "Tasks", "Box2DBridge", "Numerics", "Arguments"],
      exclude: ["Recorded"]),
    .testTarget(
      name: "StudentTests", dependencies: ["Student"], exclude: ["published_updates.json", "update_figures.py"]),
    .testTarget(
      name: "PicturesTests", dependencies: ["Pictures", "Student", "CCairo"], exclude: ["Golden"],
      linkerSettings: linksToLibrary),
    .testTarget(name: "CommandLineToolTests", dependencies: ["CommandLineTool"], exclude: ["Help"]),
    .testTarget(name: "LibraryTests", dependencies: ["CTeachDRL"], linkerSettings: linksToLibrary),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
