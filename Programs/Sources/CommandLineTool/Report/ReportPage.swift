import Pictures
import Student
import TeachDRL

/// One experiment as one HTML page that needs nothing else.
struct ReportPage {
  private static let windowCount = 12
  private let group: RunGroup
  private let first: RecordedRun
  private let walks: [TestWalk]

  /// A page about a group of runs, with walks of its first run.
  init(_ group: RunGroup, walks: [TestWalk]) {
    (self.group, self.walks) = (group, walks)
    first = group.runs[0]
  }

  /// The page.
  func html() throws -> String {
    let name = first.configuration.experimentName
    let test = TestSetPicture(group)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(name)): \(escaped(first.configuration.teacher)) on \(escaped(first.configuration.environment))</title>
      <link rel="icon" href="data:,">
      <style>
      \(ReportStyle.css)
      </style>
      </head>
      <body>
      <h1>\(escaped(name)): \(escaped(first.configuration.teacher)) on \(escaped(first.configuration.environment))</h1>
      \(summary(test))
      \(try curves())
      \(try curriculum())
      \(try testSet(test))
      \(walkSection())
      \(configuration())
      <script>
      \(ReportStyle.script)
      </script>
      </body>
      </html>

      """
  }

  private func summary(_ test: TestSetPicture) -> String {
    let (configuration, threshold) = (first.configuration, first.masteredReturn)
    let seeds = group.runs.map { "\($0.configuration.seed)" }.joined(separator: ", ")
    let steps = group.runs.map { $0.episodes.last?.totalSteps ?? 0 }.max() ?? 0
    var rows = [
      ["Teacher", configuration.teacher], ["Environment", configuration.environment],
      ["Seeds", seeds], ["Environment steps", "\(grouped(steps)) of \(grouped(configuration.totalSteps))"],
      ["Training episodes", group.runs.map { grouped($0.episodes.count) }.joined(separator: ", ")],
    ]
    if !test.tasks.isEmpty {
      let mastered = test.tasks.count { $0.mean > threshold }
      rows.append(["Mean test return", fixed(test.tasks.map(\.mean).reduce(0, +) / Double(test.tasks.count))])
      rows.append([
        "Test tasks mastered", "\(mastered) of \(test.tasks.count) (return above \(fixed(threshold, decimals: 0)))",
      ])
    }
    return htmlTable(["Experiment", ""], rows)
  }

  private func curves() throws -> String {
    guard group.runs.contains(where: { !$0.testedEpochs.isEmpty }) else {
      return section("Learning curves", "<p class=\"note\">No epoch has ended yet.</p>")
    }
    let curves = LearningCurves([group])
    return section(
      "Learning curves",
      "<figure>\(try figure(curves.returns, alternative: "Returns over environment steps"))</figure>"
        + "<figure>\(try figure(curves.masteredShare, alternative: "Mastered test tasks over environment steps"))</figure>"
    )
  }

  private func curriculum() throws -> String {
    let curriculum = Curriculum(first)
    let windows = curriculum.windows(Self.windowCount)
    guard !windows.isEmpty else { return "" }
    let frames = try windows.enumerated().map { index, window in
      let name = "Episodes \(grouped(window.lowerBound + 1)) to \(grouped(window.upperBound))"
      let picture = try figure(curriculum.picture(of: window), alternative: "Tasks of \(name)", asPNG: true)
      return "<div class=\"frame\" data-name=\"\(name)\"\(index == 0 ? "" : " hidden")>\(picture)</div>"
    }
    return section(
      "Curriculum",
      """
      <p class="note">The tasks that the teacher chose in seed \(first.configuration.seed), a twelfth of the episodes at a time. \
      Move the slider.</p>
      <input type="range" min="0" max="\(windows.count - 1)" value="0" step="1" aria-label="Episodes">
      \(frames.joined(separator: "\n"))
      """)
  }

  private func testSet(_ test: TestSetPicture) throws -> String {
    guard !test.tasks.isEmpty else { return "" }
    // Twelve offsets of vertices would make a table that nobody reads.
    let shown = first.parameters.count <= 4 ? first.parameters : []
    let hasSpread = group.runs.count > 1
    let header = ["Task"] + shown.map(\.label) + ["return"] + (hasSpread ? ["s.d."] : []) + ["mastered"]
    let rows = test.tasks.enumerated().map { index, task in
      ["\(index + 1)"] + zip(shown, task.parameters).map { $0.text($1, decimals: 2) } + [fixed(task.mean)]
        + (hasSpread ? [fixed(task.deviation)] : []) + [task.mean > first.masteredReturn ? "yes" : ""]
    }
    let picture = try figure(test.picture, alternative: "Test tasks with their returns")
    return section(
      "Test set",
      "<figure>\(picture)</figure><details><summary>All \(test.tasks.count) tasks</summary>\(htmlTable(header, rows))</details>"
    )
  }

  private func walkSection() -> String {
    guard !walks.isEmpty else {
      return section("Walks", "<p class=\"note\">The run has not saved its networks yet.</p>")
    }
    let figures = walks.map { walk in
      let url = "data:image/gif;base64," + base64(walk.gif)
      return
        "<figure><img src=\"\(url)\" alt=\"\(escaped(walk.title))\"><figcaption>\(escaped(walk.title))</figcaption></figure>"
    }
    return section(
      "Walks",
      "<p class=\"note\">What seed \(first.configuration.seed) learnt, without exploration, on its test tasks.</p>"
        + "<div class=\"walks\">\(figures.joined(separator: "\n"))</div>")
  }

  private func configuration() -> String {
    section(
      "Configuration",
      "<details><summary>config.json of seed \(first.configuration.seed)</summary>"
        + "<pre>\(escaped(first.configurationText))</pre></details>")
  }

  private func section(_ title: String, _ content: String) -> String {
    "<section>\n<h2>\(escaped(title))</h2>\n\(content)\n</section>"
  }
}
