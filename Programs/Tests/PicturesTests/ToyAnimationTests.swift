import Student
import TeachDRL
import Testing

@testable import Pictures

@Suite struct ToyAnimationTests {
  private func recording(_ teacher: String, mixture: Teacher.Mixture?, regions: [Teacher.Region]) -> ToyRecording {
    let tasks: [[Double]] = (0..<40).map { index in
      let (x, y) = (index * 7 % 40, index * 11 % 40)
      return [Double(x) / 40, Double(y) / 40]
    }
    let rewards: [Double] = tasks.map { 1 - $0[0] }
    let competences: [UInt8] = (0..<16).map { UInt8($0 * 6) }
    let window = ToyRecording.Window(
      firstEpisode: 251, tasks: tasks, rewards: rewards, progress: tasks.map { $0[1] }, mixture: mixture,
      regions: regions, competences: competences, masteredShare: 18.75)
    return ToyRecording(teacher: teacher, dimensions: 2, cubes: 4, windows: [window, window])
  }

  private func look(_ recording: ToyRecording, _ name: String) throws {
    let animation = recording.animation()
    let bytes = try #require(try animation.gif())
    #expect(GIFFile(bytes)?.frameCount == 2)
    #expect(GIFFile(bytes)?.delays == [40, 300])
    let canvas = Canvas(width: animation.width, height: animation.height)
    animation.paint(frame: 0, on: canvas)
    try expectLooksLike(name, canvas)
  }

  @Test func showsAMixture() throws {
    let mixture = Teacher.Mixture(
      weights: [0.5, 0.5], means: [[0.3, 0.3, 0.1], [0.7, 0.6, 0.2]],
      covariances: [[0.01, 0, 0, 0, 0.02, 0, 0, 0, 1], [0.02, 0.01, 0, 0.01, 0.02, 0, 0, 0, 1]],
      samplingWeights: [0.1, 0.2])
    try look(recording("ALP-GMM", mixture: mixture, regions: []), "toy_mixture")
  }

  @Test func showsRegions() throws {
    let regions = [
      Teacher.Region(low: [0, 0], high: [1, 1], progress: 0.1, isLeaf: false),
      Teacher.Region(low: [0, 0], high: [0.4, 1], progress: 0.3, isLeaf: true),
      Teacher.Region(low: [0.4, 0], high: [1, 1], progress: 0.05, isLeaf: true),
    ]
    try look(recording("RIAC", mixture: nil, regions: regions), "toy_regions")
  }

  @Test func showsAWindow() throws {
    let window = Teacher.Region(low: [0.2, 0.2], high: [0.5, 0.5], progress: 0, isLeaf: true)
    try look(recording("Oracle", mixture: nil, regions: [window]), "toy_window")
  }

  /// Of three dimensions two are shown: a cell stands for those behind it.
  @Test func averagesOverOtherDimensions() {
    let window = ToyRecording.Window(
      firstEpisode: 1, tasks: [], rewards: [], progress: [], mixture: nil, regions: [],
      competences: [0, 100, 10, 20, 30, 40, 50, 60], masteredShare: 0)
    #expect(window.plane(cubes: 2) == [50, 15, 35, 55])
  }
}
