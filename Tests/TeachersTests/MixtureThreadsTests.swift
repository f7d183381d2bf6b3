import Testing

@testable import Teachers

/// Fits on any number of threads give the bits of fits on one.
@Test(arguments: ["ALP-GMM", "Covar-GMM"], [2, 3, 64])
func theNumberOfThreadsDoesNotShow(name: String, threads: Int) throws {
  for options in [[:], ["warm_start": "true", "nb_em_init": "2"]] as [[String: String]] {
    if name == "Covar-GMM", !options.isEmpty { continue }
    let play = { (task: [Double], episode: Int) in task[0] * task[1] * Double(episode % 400) / 400 }
    let one = try makeTeacher(name, .unitBox(dimension: 3), options)
    let several = try makeTeacher(name, .unitBox(dimension: 3), options.merging(["threads": "\(threads)"]) { $1 })
    #expect(one.train(1600, play) == several.train(1600, play))
    #expect(one.changeEpisodes.count == 6)
    for episode in one.changeEpisodes {
      #expect(try one.mixture(after: episode) == several.mixture(after: episode))
    }
  }
}
