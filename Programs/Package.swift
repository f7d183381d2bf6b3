// swift-tools-version: 6.2
import PackageDescription

// The programs that use the library: students, pictures, the command line. They know the C header only and link to the
// shared object, which `make library` builds first.

/// Links to build/lib/libteachdrl.so; where that folder is, the Makefile says.
let linksToLibrary: [LinkerSetting] = [.linkedLibrary("teachdrl")]

/// A product of the library's package.
func library(_ name: String) -> Target.Dependency { .product(name: name, package: "teachdrl") }

let package = Package(
  name: "teachdrl-programs",
  products: [
    .executable(name: "teachdrl-command-line", targets: ["CommandLineTool"])
  ],
  dependencies: [
    .package(name: "teachdrl", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // The reference consumer
    .systemLibrary(name: "COneDNN", pkgConfig: nil, providers: [.apt(["libdnnl-dev"])]),
    .target(name: "Student", dependencies: [library("CTeachDRL"), "COneDNN"], linkerSettings: linksToLibrary),

    // Pictures of what the C API gives, with Cairo
    .systemLibrary(name: "CCairo", pkgConfig: nil, providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CGIF", pkgConfig: nil, providers: [.apt(["libcgif-dev"])]),
    .target(
      name: "Pictures", dependencies: ["Student", library("CTeachDRL"), "CCairo", "CGIF"],
      linkerSettings: linksToLibrary),

    .executableTarget(
      name: "CommandLineTool",
      dependencies: [
        "Student", "Pictures", library("CTeachDRL"), library("Arguments"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      linkerSettings: linksToLibrary),

    // Benchmarks
    .executableTarget(name: "StudentBenchmark", dependencies: ["Student", "COneDNN"], path: "Benchmarks/Student"),
    .executableTarget(
      name: "PicturesBenchmark", dependencies: ["Pictures", "Student"], path: "Benchmarks/Pictures",
      linkerSettings: linksToLibrary),

    // Tests
    .testTarget(
      name: "StudentTests", dependencies: ["Student"], exclude: ["published_updates.json", "update_figures.py"]),
    .testTarget(
      name: "PicturesTests", dependencies: ["Pictures", "Student", "CCairo"], exclude: ["Golden"],
      linkerSettings: linksToLibrary),
    .testTarget(name: "CommandLineToolTests", dependencies: ["CommandLineTool"], exclude: ["Help"]),
    .testTarget(name: "LibraryTests", dependencies: [library("CTeachDRL")], linkerSettings: linksToLibrary),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
