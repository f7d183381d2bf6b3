import Foundation
import Testing

@testable import CommandLineTool

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `teachdrl play`, `plot`, `report` and `toy --gif` as a person meets them.
@Suite(.serialized) struct PictureCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String) throws -> ToolProcess.Result {
    try #require(try ToolProcess.run(arguments.split(separator: " ").map(String.init), in: folder.path))
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)")))
  }

  private func isXML(_ name: String) throws -> Bool { XMLParser(data: Data(try bytes(name))).parse() }

  private func train(_ options: String) throws {
    let small = "--hid 16 --batch_size 16 --train_freq 100 --max_ep_len 100 --nb_test_episodes 4 --fit_rate 10 --quiet"
    let length = options.contains("--epochs") ? "" : "--epochs 2 --steps_per_ep 2000"
    #expect(try run("train \(small) --leg_size short \(length) \(options)").status == 0)
  }

  @Test func drawsTeachersOnTheToy() throws {
    let result = try run("toy --teachers ALP-GMM,RIAC,Covar-GMM,Oracle,Random --episodes 600 --seeds 0-1 --gif out/toy")
    #expect(result.status == 0)
    for teacher in ["ALP-GMM", "RIAC", "Covar-GMM", "Oracle", "Random"] {
      #expect(result.output.contains("  out/toy/\(teacher).gif\n"))
      #expect(try bytes("out/toy/\(teacher).gif").starts(with: "GIF89a".utf8))
    }
    #expect(try isXML("out/toy/mastered_cells.svg"))
    #expect(folder.exists("out/toy/mastered_cells.png"))
    // The table is the one without pictures.
    let table = try run("toy --teachers ALP-GMM,RIAC,Covar-GMM,Oracle,Random --episodes 600 --seeds 0-1")
    #expect(result.output.hasPrefix(table.output))
  }

  @Test func saysWhatItCannotDraw() throws {
    let flat = try run("toy --dims 1 --episodes 10 --gif out")
    #expect(flat.status != 0 && flat.errors.contains("nb_dims is 1"))
    let hidden = try run("play")
    #expect(hidden.status != 0 && hidden.errors.contains("give --gif or --png"))
    #expect(
      try run("play --gif x.gif --every 0").errors.contains("every is 0; it must be a whole number from 1 to 1000"))
    #expect(try run("play --gif x.gif --set height").errors.contains("set is 'height'; it must be a name and a value"))
    #expect(try run("play --gif x.gif --set stump_height=a").errors.contains("'a' is no number"))
    #expect(try run("play --gif x.gif --test_task 1").errors.contains("test_task needs a run's folder"))
    #expect(
      try run("play --gif x.gif --policy nowhere").errors.contains("'nowhere', which is no run's folder and no file"))
    #expect(try run("plot").errors.contains("give a run's folder"))
    #expect(try run("report nowhere").errors.contains("nowhere holds no run"))
    #expect(!folder.exists("x.gif"))
  }

  /// A task that passed through a `float` is the task: 0.3 comes back as 0.300000012.
  @Test func playsTasksThatPassedThroughFloat() throws {
    let track = "play --policy random --env stump-tracks --env_option max_stump_height=0.3 --width 60 --max_steps 9"
    #expect(try run("\(track) --task 0.3,1 --gif bound.gif").status == 0)
    #expect(try run("\(track) --task 0.30000001192092896,1 --gif rounded.gif").status == 0)
    #expect(try bytes("bound.gif") == bytes("rounded.gif"))
    #expect(try run("\(track) --task 0.3001,1 --gif outside.gif").errors.contains("is 0.3001; it must lie from"))
  }

  /// The gait walks: with every walker that it has numbers for, on flat ground, far beyond where a walker that falls ends.
  @Test(arguments: ["default", "quadru"])
  func walks(walker: String) throws {
    let result = try run("play --walker \(walker) --gif walk.gif --every 40 --width 60 --max_steps 1500")
    #expect(result.status == 0)
    let words = result.output.split(separator: "\n").last?.split(separator: " ")
    #expect((words?[1]).flatMap { Double($0) } ?? 0 > 150)
  }

  @Test func writesFrames() throws {
    let result = try run(
      "play --policy random --seed 4 --set stump_height=1 --max_steps 9 --every 4 --width 90 --png frames")
    #expect(result.status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/frames").sorted()
    #expect(names == ["frame_00000.png", "frame_00001.png", "frame_00002.png", "frame_00003.png"])
    #expect(try bytes("frames/frame_00003.png")[16..<24].elementsEqual([0, 0, 0, 90, 0, 0, 0, 60]))
  }

  @Test func drawsRuns() throws {
    try train("--max_stump_h 0.5 --max_obstacle_spacing 6 --exp_name stumps --seed 1")
    try train("--max_stump_h 0.5 --max_obstacle_spacing 6 --exp_name stumps --seed 2")
    try train("--hexa_shape --exp_name hexagons --seed 1")
    let result = try run("plot data/stumps/stumps_s1 data/stumps/stumps_s2 data/hexagons/hexagons_s1 --out pictures")
    #expect(result.status == 0)
    #expect(result.errors == "")
    let names = [
      "returns", "mastered_share", "test_set_ALP-GMM__stumps", "test_set_ALP-GMM__hexagons",
      "curriculum_ALP-GMM__stumps_s1", "curriculum_ALP-GMM__stumps_s2", "curriculum_ALP-GMM__hexagons_s1",
    ]
    for name in names {
      #expect(try isXML("pictures/\(name).svg"))
      #expect(try bytes("pictures/\(name).png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
      #expect(result.output.contains("  pictures/\(name).svg\n  pictures/\(name).png\n"))
    }
    try animates()
    try reports()
    try plays()
    try refusesDamage()
  }

  /// A test set of one's own may have more tasks than the environment's, or fewer.
  @Test func showsWalksOnAnOwnTestSet() throws {
    let tasks = (1...52).map { "0.\($0)\n" }.joined()
    try tasks.write(toFile: "\(folder.path)/tasks.csv", atomically: true, encoding: .utf8)
    try train("--epochs 1 --steps_per_ep 300 --max_stump_h 1 --test_set tasks.csv --exp_name own")
    #expect(try run("report data/own/own_s0 --walk 52 --out reports").status == 0)
    #expect(try folder.text("reports/own.html").contains("Task 52, as asked for"))
    for number in [0, 53] {
      let result = try run("report data/own/own_s0 --walk \(number) --out refused")
      #expect(result.status == 64)
      #expect(result.errors.contains("walk is \(number); the test set of data/own/own_s0 has the tasks 1 to 52"))
    }
    #expect(!folder.exists("refused"))
  }

  /// A frame for some 50 episodes of each run.
  private func animates() throws {
    let result = try run("plot data/stumps/stumps_s1 data/hexagons/hexagons_s1 --gif --out animated")
    #expect(result.status == 0)
    for name in ["ALP-GMM__stumps_s1", "ALP-GMM__hexagons_s1"] {
      #expect(result.output.contains("  animated/curriculum_\(name).gif\n"))
      #expect(try bytes("animated/curriculum_\(name).gif").starts(with: "GIF89a".utf8))
    }
    // Runs of one name, teacher and seed from two folders have pictures of their own.
    try FileManager.default.copyItem(atPath: "\(folder.path)/data", toPath: "\(folder.path)/copy")
    let copies = try run("plot data/stumps/stumps_s1 copy/stumps/stumps_s1 --out copies")
    for name in ["s1.png", "s1_2.png"] { #expect(folder.exists("copies/curriculum_ALP-GMM_\(name)")) }
    let written = copies.output.split(separator: "\n").dropFirst()
    #expect(Set(written).count == written.count)
  }

  /// What a killed process left of a line does not count; a whole line that is nonsense is an error.
  private func refusesDamage() throws {
    let history = "data/stumps/stumps_s1/teacher_history.jsonl"
    let text = try folder.text(history)
    try (text + "{\"epis").write(toFile: "\(folder.path)/\(history)", atomically: true, encoding: .utf8)
    #expect(try run("plot data/stumps/stumps_s1 --out again").status == 0)
    try (text + "{\"epis\n").write(toFile: "\(folder.path)/\(history)", atomically: true, encoding: .utf8)
    let result = try run("plot data/stumps/stumps_s1 --out again")
    let line = text.split(separator: "\n").count + 1
    #expect(result.status == 1 && result.errors.contains("is damaged in line \(line)"))
  }

  @Test func drawsTwoGenerationsOfBox2D() throws {
    let recordings = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../docs/pictures/box2d-2.3").standardized.path
    let result = try run("plot --physics \(recordings)/flat_default_zero.json --out physics")
    #expect(result.output == "Pictures:\n  physics/box2d_generations.svg\n  physics/box2d_generations.png\n")
    #expect(try isXML("physics/box2d_generations.svg"))
  }

  private func reports() throws {
    let result = try run("report data/stumps/stumps_s1 data/stumps/stumps_s2 data/hexagons/hexagons_s1 --out reports")
    #expect(result.status == 0)
    for name in ["stumps", "hexagons"] {
      let page = try folder.text("reports/\(name).html")
      #expect(page.hasPrefix("<!doctype html>"))
      // Everything is in the page.
      #expect(!page.contains("http:") && !page.contains("https:"))
      #expect(page.components(separatedBy: "src=\"").dropFirst().allSatisfy { $0.hasPrefix("data:image/") })
      #expect(page.components(separatedBy: "data:image/gif;base64,R0lGODlh").count > 3)
      #expect(page.components(separatedBy: "class=\"frame\"").count == 13)
      #expect(page.contains("&quot;exp_name&quot;: &quot;\(name)&quot;"))
    }
  }

  private func plays() throws {
    let test = try folder.text("data/stumps/stumps_s1/test_episodes.tsv").split(separator: "\n").last {
      $0.hasPrefix("2\t3\t")
    }
    let expected = try #require(test).split(separator: "\t").dropLast(2).last.flatMap { Double($0) }
    let result = try run("play --policy data/stumps/stumps_s1 --test_task 3 --gif test.gif --every 20 --width 60")
    // The test is played as the run itself played it.
    #expect(result.output.contains("Return \(fixed(try #require(expected))) in"))
    try explores()
    let other = try run("play --policy data/stumps/stumps_s1 --walker quadru --gif other.gif")
    #expect(other.errors.contains("trained the walker short"))
    try exports()
  }

  /// With noise, the same for the same seed, on the same track.
  private func explores() throws {
    #expect(try run("export data/stumps/stumps_s1 explorer.safetensors").status == 0)
    for policy in ["data/stumps/stumps_s1 --test_task 3", "explorer.safetensors --set stump_height=0.2"] {
      func play(_ options: String) throws -> [UInt8] {
        #expect(
          try run("play --policy \(policy) --gif e.gif --every 5 --width 60 --max_steps 60 \(options)").status == 0)
        return try bytes("e.gif")
      }
      let noisy = try play("--explore --seed 7")
      #expect(try play("--explore --seed 7") == noisy)
      #expect(try play("--seed 7") != noisy)
      #expect(try play("--explore --seed 8") != noisy)
    }
    #expect(try run("play --explore --gif e.gif").errors.contains("--explore is for what a run has learnt"))
  }

  /// A policy in a file of its own plays as the run does.
  private func exports() throws {
    let exported = try run("export data/stumps/stumps_s1 short.safetensors")
    #expect(exported.output == "The policy of data/stumps/stumps_s1, for the walker short, is in short.safetensors.\n")
    let track = "--set stump_height=0.2 --seed 3 --gif walk.gif --every 20 --width 60"
    let own = try run("play --policy data/stumps/stumps_s1 \(track)")
    let file = try run("play --policy short.safetensors \(track)")
    #expect(own.output.contains("Return ") && file.output == own.output)
    let other = try run("play --policy short.safetensors --walker quadru --gif other.gif")
    #expect(other.errors.contains("the policy in short.safetensors trained the walker short"))
    #expect(try run("play --policy short.safetensors --test_task 3 --gif other.gif").errors.contains("a run's folder"))
    let missing = try run("play --policy none.safetensors --gif other.gif")
    #expect(missing.errors.contains("'none.safetensors' is not there"))
    #expect(try run("export data/none none.safetensors").errors.contains("data/none holds no run"))
    #expect(!folder.exists("none.safetensors"))
  }

  @Test func encodesAsTheStandardSays() {
    let vectors = [
      "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy",
    ]
    for (text, code) in vectors { #expect(base64(Array(text.utf8)) == code) }
    #expect(escaped("<a href=\"x\">&</a>") == "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;")
  }
}
