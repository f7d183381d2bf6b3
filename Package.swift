// swift-tools-version: 6.2
import PackageDescription

// The library. `make` passes the flags that make it self-contained (see Makefile). The programs that use it are a package
// of their own, in Programs: they link to the shared object, as any stranger's program does.

let package = Package(
  name: "teachdrl",
  products: [
    // Public API
    .library(name: "teachdrl", type: .dynamic, targets: ["Exports"]),

    // What the command line shares with the library
    .library(name: "Arguments", targets: ["Arguments"]),
  ],
  targets: [
    // The library
    .target(name: "SavedState", dependencies: ["Platform"]),
    .target(name: "Numerics", dependencies: ["SavedState", "Platform"]),
    .target(name: "Arguments"),  // The command line uses its `nearestName`.
    .target(name: "Tasks", dependencies: ["Numerics", "Arguments", "SavedState"]),
    .target(name: "Teachers", dependencies: ["Tasks", "Numerics", "Arguments", "SavedState"]),
    .target(name: "Environments", dependencies: ["Tasks", "Numerics", "Arguments", "Box2DBridge", "Platform"]),
    .target(name: "Curriculum", dependencies: ["Teachers", "Environments", "Tasks", "Numerics", "Arguments"]),
    .target(
      name: "Exports",
      dependencies: ["Curriculum", "Teachers", "Environments", "Tasks", "SavedState", "Platform", "TeachDRLHeader"]),

    // Its implementation details in C and C++
    .target(name: "Platform"),
    .target(name: "Box2DBridge", linkerSettings: [.linkedLibrary("box2d")]),

    // The header
    .systemLibrary(name: "TeachDRLHeader", path: "include"),

    // Benchmarks
    .executableTarget(
      name: "TeacherBenchmark", dependencies: ["Teachers", "Tasks", "Numerics", "Arguments"],
      path: "Benchmarks/Teachers"),

    // Tests
    .testTarget(name: "SavedStateTests", dependencies: ["SavedState", "Platform"]),
    .testTarget(name: "PlatformTests", dependencies: ["Platform"]),
    .testTarget(name: "NumericsTests", dependencies: ["Numerics"], exclude: ["NumPyDraws", "ReferenceFits"]),
    .testTarget(name: "ArgumentsTests", dependencies: ["Arguments"]),
    .testTarget(name: "TasksTests", dependencies: ["Tasks", "Numerics", "SavedState"]),
    .testTarget(
      name: "TeachersTests", dependencies: ["Teachers", "Tasks", "Environments"], exclude: ["States", "Recorded"]),
    .testTarget(
      name: "EnvironmentsTests", dependencies: ["Environments", "Tasks", "Box2DBridge", "Numerics", "Arguments"],
      exclude: ["Recorded"]),
    .testTarget(
      name: "CurriculumTests",
      dependencies: ["Curriculum", "Teachers", "Environments", "Tasks", "Numerics", "Arguments"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
