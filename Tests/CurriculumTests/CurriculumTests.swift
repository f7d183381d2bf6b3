import Environments
import Numerics
import Tasks
import Teachers
import Testing

@testable import Curriculum

@Suite struct CurriculumTests {
  private static let modes: [VectorEnvironment.Autoreset] = [.nextStep, .sameStep, .disabled]

  // Asks, plays and tells as a loop does that knows neither vectors nor curricula.
  @Test(arguments: ["ALP-GMM", "RIAC"], [1, 3])
  func doesWhatALoopByHandDoes(name: String, threads: Int) throws {
    let options = name == "RIAC" ? [("max_region_size", "8")] : [("fit_rate", "10"), ("max_k", "3")]
    let space = try #require(try stumpTracks(seeds: [5])[0].space.taskSpace)
    var player = try Player(seeds: [5], threads: threads)
    let attached = try PlainTeacher(name, options, over: space, seed: 3)
    player.curriculum.attach([attached], shares: [1], to: 0..<1)

    let environment = try stumpTracks(seeds: [5])[0]
    let teacher = try PlainTeacher(name, options, over: space, seed: 3).teacher
    var task = [0.0, 0]
    var observation = [Float](repeating: .nan, count: environment.observationSize)
    func start() {
      task.withUnsafeMutableBufferPointer { _ = teacher.sampleTask(into: $0) }
      task.withUnsafeBufferPointer { environment.setTask($0) }
      observation.withUnsafeMutableBufferPointer { environment.reset(into: $0) }
    }
    var twin = player
    try player.reset()
    start()
    #expect(player.observations == observation)
    var (sum, length) = (0.0, 0 as UInt64)
    while player.finished.count < 60 {
      let action = twin.actions()
      let rewards = try player.step()
      let outcome = action.withUnsafeBufferPointer { action in
        observation.withUnsafeMutableBufferPointer { environment.step(action: action, observation: $0) }
      }
      #expect(rewards == [outcome.reward])
      sum += outcome.reward
      length += 1
      if outcome.terminated || outcome.truncated {
        // The mastered return is 230, which no walker reaches in so few steps.
        let told = EpisodeOutcome(episodeReturn: sum, success: 0, length: length)
        task.withUnsafeBufferPointer { teacher.update(task: $0, outcome: told) }
        (sum, length) = (0, 0)
        start()
      }
      #expect(player.observations == observation)
    }
    #expect(attached.teacher.savedState() == teacher.savedState())
  }

  // Every episode is told once, to the teacher that proposed its task, with the task and the sum of its rewards.
  @Test(arguments: modes)
  func tellsEachTeacherItsEpisodes(mode: VectorEnvironment.Autoreset) throws {
    let seeds: [UInt64] = [1, 2, 3]
    var player = try Player(seeds: seeds, mode)
    let teachers = (0..<2).map { k in
      ScriptedTeacher(
        (0..<7).map { ([0.3 * Double($0), 1 + Double(k)], Proposal(level: UInt64($0))) }, takesSuccess: k == 0)
    }
    player.curriculum.attach(teachers, shares: [2, 1], to: 0..<3)
    try player.reset()
    var sums = [0.0, 0, 0]
    var isStarting = [false, false, false]
    while player.finished.count < 120 {
      let before = player.finished.count
      let rewards = try player.step()
      for i in 0..<3 {
        // A step that only starts an episode has no reward.
        if isStarting[i] { #expect(rewards[i] == 0) }
        isStarting[i] = false
        sums[i] += rewards[i]
      }
      for episode in player.finished[before...] {
        #expect(episode.sum == sums[episode.environment])
        sums[episode.environment] = 0
        isStarting[episode.environment] = mode == .nextStep
      }
    }
    for (k, teacher) in teachers.enumerated() {
      let own = player.finished.filter { $0.origin.source == k }
      #expect(teacher.heard.count == own.count && own.count > 20)
      // One proposal is each environment's next or running episode.
      let proposals = teachers.map(\.proposalCount).reduce(0, +)
      #expect(proposals == player.finished.count + 3)
      for (heard, episode) in zip(teacher.heard, own) {
        #expect(heard.task == episode.task && heard.task[1] == 1 + Double(k))
        #expect(heard.outcome.episodeReturn == episode.sum && heard.outcome.length == episode.length)
        #expect(heard.outcome.level == episode.origin.proposal.level)
        #expect(heard.outcome.level == UInt64((heard.task[0] / 0.3).rounded()))
        #expect(k == 0 ? heard.outcome.success == 0 : heard.outcome.success.isNaN)
      }
    }
  }

  // A level's seed makes one episode, whatever is played between.
  @Test func aLevelIsTheSameEpisodeEachTime() throws {
    var player = try Player(seeds: [6])
    let teacher = ScriptedTeacher([
      ([1, 2], Proposal(level: 4, seed: 44)), ([2, 3], Proposal()), ([0.5, 1], Proposal(level: 1, seed: 11)),
    ])
    player.curriculum.attach([teacher], shares: [1], to: 0..<1)
    try player.reset()
    var starts: [[Float]] = [player.observations]
    while starts.count < 9 {
      let before = player.finished.count
      try player.step()
      if player.finished.count > before { starts.append(player.observations) }
    }
    for k in 0..<3 {
      #expect((starts[k] == starts[k + 3]) == (k != 1) && (starts[k + 3] == starts[k + 6]) == (k != 1))
    }
  }

  @Test func sendingAndReceivingIsSteppingOneByOne() throws {
    func make() throws -> (Player, ScriptedTeacher) {
      let player = try Player(seeds: [1, 2])
      let teacher = ScriptedTeacher((0..<5).map { ([0.5 * Double($0), 3], Proposal()) })
      player.curriculum.attach([teacher], shares: [1], to: 0..<2)
      return (player, teacher)
    }
    var (stepped, heardByStep) = try make()
    var (sent, heardBySend) = try make()
    try stepped.reset()
    try sent.reset()
    let size = sent.curriculum.vector.observationSize
    for _ in 0..<60 {
      try stepped.step()
      let actions = sent.actions()
      [0, 1].withUnsafeBufferPointer { sent.curriculum.vector.send($0, actions: actions) }
      for row in 0..<2 {
        let i = try sent.curriculum.receive(row: row) { row, _, episode in
          if let episode {
            sent.finished.append((row, episode.episodeReturn, episode.length, Array(episode.task), episode.origin))
          }
        }
        sent.observations.replaceSubrange(
          (i * size)..<((i + 1) * size), with: sent.curriculum.vector.receivedObservation(of: i))
      }
      #expect(sent.observations == stepped.observations)
    }
    #expect(heardBySend.heard.map(\.task) == heardByStep.heard.map(\.task) && heardBySend.heard.count > 6)
    #expect(heardBySend.heard.map(\.outcome.episodeReturn) == heardByStep.heard.map(\.outcome.episodeReturn))
  }

  // Proposals lie in the teacher's space, whose bounds may differ from the environment's by a rounding.
  @Test func proposalsAreMovedIntoTheTaskSpace() throws {
    var player = try Player(seeds: [1])
    player.curriculum.attach([ScriptedTeacher([([3.0000002, -1e-9], Proposal())])], shares: [1], to: 0..<1)
    try player.reset()
    #expect(Array(player.curriculum.vector.runningTask(of: 0)) == [3, 0])
  }

  @Test func detachedTeachersHearNothingMore() throws {
    var player = try Player(seeds: [1, 2])
    let teacher = ScriptedTeacher([([1, 2], Proposal())])
    player.curriculum.attach([teacher], shares: [1], to: 0..<2)
    #expect(player.curriculum.hasTeachers(0) && player.curriculum.hasTeachers(1))
    try player.reset()
    for _ in 0..<5 { try player.step() }
    player.curriculum.attach([], shares: [], to: 0..<1)
    #expect(!player.curriculum.hasTeachers(0) && !player.curriculum.vector.canStep(0))
    #expect(player.curriculum.hasTeachers(1) && player.curriculum.vector.canStep(1))
    try player.reset(where: { $0 == 0 })
    for _ in 0..<40 { try player.step() }
    #expect(teacher.heard.count == player.finished.filter { $0.environment == 1 }.count)
    #expect(player.finished.contains { $0.environment == 0 && $0.origin == EpisodeOrigin() })
  }

  @Test func aLostTeacherIsNoticedOnceForAll() throws {
    let player = try Player(seeds: [1, 2])
    let (whole, lost) = (ScriptedTeacher(), ScriptedTeacher())
    player.curriculum.attach([whole], shares: [1], to: 0..<2)
    player.curriculum.attach([whole, lost], shares: [1, 1], to: 1..<2)
    try player.curriculum.requireWholeTeachers()
    lost.isLost = true
    #expect(throws: (any Error).self) { try player.curriculum.requireWholeTeachers() }
    player.curriculum.attach([whole], shares: [1], to: 1..<2)
    try player.curriculum.requireWholeTeachers()
  }

  // Seeding starts the choices among teachers anew, with the episodes.
  @Test func seedingStartsTheChoicesAnew() throws {
    func sources(_ player: inout Player) throws -> [Int32] {
      let first = player.finished.count
      try player.reset()
      while player.finished.count < first + 30 { try player.step() }
      return player.finished[first..<(first + 30)].map(\.origin.source)
    }
    var player = try Player(seeds: [8], steps: 2)
    let teachers = (0..<3).map { _ in ScriptedTeacher([([1, 2], Proposal())]) }
    player.curriculum.attach(teachers, shares: [1, 1, 1], to: 0..<1)
    let first = try sources(&player)
    #expect(try sources(&player) != first)
    player.curriculum.seed(0, 8)
    #expect(try sources(&player) == first)
    player.curriculum.seed(0, 9)
    #expect(try sources(&player) != first)
  }
}
