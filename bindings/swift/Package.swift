// swift-tools-version: 6.0
import PackageDescription

// The library for Swift programs. It links the installed libteachdrl, which pkg-config finds.
let package = Package(
  name: "TeachDRL",
  products: [
    .library(name: "TeachDRL", targets: ["TeachDRL"]),
    // The C API as it is
    .library(name: "CTeachDRL", targets: ["CTeachDRL"]),
  ],
  targets: [
    .systemLibrary(name: "CTeachDRL", pkgConfig: "teachdrl"),
    .target(name: "TeachDRL", dependencies: ["CTeachDRL"]),
  ],
  swiftLanguageModes: [.v6]
)
