import CTeachDRL

extension Environment {
  /// What a frame of an episode looks like, in metres.
  public struct Scene {
    /// The part of the world to show.
    public let view: teachdrl_view
    /// What to paint, the first at the bottom.
    public let shapes: [teachdrl_shape]
  }

  /// The present frame.
  public func scene() throws(LibraryError) -> Scene {
    var view = teachdrl_view()
    var count = 0
    try check(teachdrl_environment_scene(handle, &view, nil, 0, &count))
    var shapes = [teachdrl_shape](repeating: teachdrl_shape(), count: count)
    try check(teachdrl_environment_scene(handle, &view, &shapes, shapes.count, &count))
    return Scene(view: view, shapes: shapes)
  }

  /// Sets one parameter of the track by name for the episodes that start from now on; no value turns it off.
  public func setParameter(_ name: String, to values: [Double]) throws(LibraryError) {
    try check(teachdrl_environment_set_parameter(handle, name, values, values.count))
  }
}
