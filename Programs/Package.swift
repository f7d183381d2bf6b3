// swift-tools-version: 6.2
import PackageDescription

// The programs that use the library: students, pictures, the command line. They know the C header only and link to the
// shared object, which `make library` builds first.

/// The library as Swift programs see it. pkg-config finds build/lib (see Makefile).
let teachDRL = Target.Dependency.product(name: "TeachDRL", package: "swift")
/// The C API as it is.
let header = Target.Dependency.product(name: "CTeachDRL", package: "swift")

let package = Package(
  name: "teachdrl-programs",
  products: [
    .executable(name: "teachdrl-command-line", targets: ["CommandLineTool"])
  ],
  dependencies: [
    .package(path: "../bindings/swift"),
    .package(name: "teachdrl", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // The reference consumer
    .systemLibrary(name: "COneDNN", pkgConfig: nil, providers: [.apt(["libdnnl-dev"])]),
    .target(name: "Student", dependencies: [teachDRL, "COneDNN"]),

    // Pictures of what the C API gives, with Cairo
    .systemLibrary(name: "CCairo", pkgConfig: nil, providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CGIF", pkgConfig: nil, providers: [.apt(["libcgif-dev"])]),
    .target(
      name: "Pictures", dependencies: ["Student", teachDRL, header, "CCairo", "CGIF"]),

    .executableTarget(
      name: "CommandLineTool",
      dependencies: [
        "Student", "Pictures", teachDRL, .product(name: "Arguments", package: "teachdrl"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Benchmarks
    .executableTarget(name: "StudentBenchmark", dependencies: ["Student", "COneDNN"], path: "Benchmarks/Student"),
    .executableTarget(
      name: "PicturesBenchmark", dependencies: ["Pictures", "Student"], path: "Benchmarks/Pictures"),

    // Tests
    .testTarget(
      name: "StudentTests", dependencies: ["Student", header],
      exclude: [
        "published_updates.json", "update_figures.py", "ProximalPolicyOptimization/clipped_update_figures.json",
        "ProximalPolicyOptimization/clipped_update_figures.py",
      ]),
    .testTarget(
      name: "PicturesTests", dependencies: ["Pictures", "Student", "CCairo"], exclude: ["Golden"]),
    .testTarget(name: "CommandLineToolTests", dependencies: ["CommandLineTool"], exclude: ["Help"]),
    .testTarget(name: "TeachDRLTests", dependencies: [teachDRL, header]),
    .testTarget(name: "LibraryTests", dependencies: [header]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
