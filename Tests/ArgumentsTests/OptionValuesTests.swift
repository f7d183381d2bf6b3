import Testing

@testable import Arguments

private enum Color: String, CaseIterable { case red, green, blue }

private let whole = Option.integer("fit_rate", default: 250, in: 2...1000, "a whole number")
private let wholeOrOff = Option.integer("memory", default: nil, in: 1...10, "a whole number or off")
private let number = Option.number("ratio", default: 0.2, in: 0...1, "a number")
private let numberOrOff = Option.number("side", default: nil, in: -2.5...1e300, "a number or off")
private let flag = Option.boolean("warm_start", default: false, "yes or no")
private let color = Option<Color>.choice("color", default: .green, "a word")
private let colorOrOff = Option<Color?>.choice(
  "paint", orOffAmong: Color.allCases, named: { $0.rawValue }, "a word or off")
private let pair = Option.numbers("reward_range", count: 2, in: -500...500, "two numbers")
private let pairOrAuto = Option.automaticNumbers("range", count: 2, in: -500...500, "two numbers, or off, or auto")
private let list = Option.numbers("steps", count: nil, in: -1...1, "any numbers")
private let descriptions = [
  whole.description, wholeOrOff.description, number.description, numberOrOff.description, flag.description,
  color.description, colorOrOff.description, pair.description, pairOrAuto.description, list.description,
]

private func read(_ pairs: (name: String, value: String)...) throws(UsageError) -> OptionValues {
  try OptionValues(pairs, for: "ALP-GMM", allowing: descriptions)
}

private func error(_ name: String, _ value: String) -> UsageError? {
  do throws(UsageError) {
    _ = try read((name, value))
    return nil
  } catch {
    return error
  }
}

@Test func optionsNotGivenHaveTheirDefaults() throws {
  for values in [OptionValues(), try read()] {
    #expect(values[whole] == 250)
    #expect(values[wholeOrOff] == nil)
    #expect(values[number] == 0.2)
    #expect(values[numberOrOff] == nil)
    #expect(values[flag] == false)
    #expect(values[color] == .green)
    #expect(values[colorOrOff] == nil)
    #expect(values[pair] == nil)
    #expect(!values.isGiven(whole))
  }
}

@Test func valuesAreRead() throws {
  let values = try read(
    ("fit_rate", "1000"), ("memory", "3"), ("ratio", "1e-3"), ("side", "-2.5"), ("warm_start", "true"),
    ("color", "blue"), ("paint", "red"), ("reward_range", "-150, 350"), ("steps", "0.1,-0.2,1"))
  #expect(values[whole] == 1000)
  #expect(values[wholeOrOff] == 3)
  #expect(values[number] == 0.001)
  #expect(values[numberOrOff] == -2.5)
  #expect(values[flag])
  #expect(values[color] == .blue)
  #expect(values[colorOrOff] == .red)
  #expect(values[pair] == [-150, 350])
  #expect(values[list] == [0.1, -0.2, 1])
  #expect(values.isGiven(whole))
}

@Test func offIsAValueWhereItIsAllowedOnly() throws {
  let values = try read(("memory", "off"), ("side", "off"), ("paint", "off"), ("reward_range", "off"))
  #expect(values[wholeOrOff] == nil)
  #expect(values[numberOrOff] == nil)
  #expect(values[colorOrOff] == nil)
  #expect(values[pair] == nil)
  for name in ["fit_rate", "ratio", "warm_start", "color"] { #expect(error(name, "off")?.kind == .invalidArgument) }
}

@Test func whatIsLeftToTheLibraryIsAuto() throws {
  func numbers(_ values: OptionValues) -> [Double]?? {
    if case .chosen(let numbers) = values[pairOrAuto] { numbers } else { nil }
  }
  #expect(numbers(OptionValues()) == .none)
  #expect(try numbers(read(("range", "auto"))) == .none)
  #expect(try numbers(read(("range", "off"))) == .some(nil))
  #expect(try numbers(read(("range", "-1,2"))) == [-1, 2])
  #expect(pairOrAuto.description.defaultText == "auto" && pairOrAuto.description.words == ["auto"])
  #expect(pairOrAuto.description.range == "auto, off, or 2 numbers from -500 to 500, separated by commas")
}

@Test(arguments: [
  ("fit_rate", ["1", "1001", "-5", "2.5", "1e2", "", " 3", "3 ", "three", "99999999999999999999", "nan", "0x10"]),
  ("memory", ["0", "11", "Off", "none"]),
  ("ratio", ["-0.001", "1.0000001", "nan", "inf", "-inf", "0,5", "", "1e999", "half", "0.5 "]),
  ("side", ["-2.6", "2e300", "infinity"]),
  ("warm_start", ["yes", "1", "True", "TRUE", ""]),
  ("color", ["Red", "yellow", "", "red "]),
  ("paint", ["Off", "yellow", ""]),
  ("reward_range", ["1", "1,2,3", "1,", ",1", "a,b", "1;2", "", "nan,1", "-501,0", "0,501", "1,,2"]),
  ("range", ["Auto", "automatic", "auto,1", "1", "1,501", ""]),
  ("steps", ["", "2", "0.1,,0.2", "0.1,nan"]),
])
func valuesOutsideTheRangeAreErrors(name: String, values: [String]) {
  for value in values {
    let error = error(name, value)
    #expect(error?.kind == .invalidArgument, "'\(value)'")
    #expect(error?.message.hasPrefix("option '\(name)' is '\(value)'; it must be ") == true)
  }
}

@Test func messagesSayWhatWouldBeRight() {
  #expect(error("fit_rate", "x")?.message.hasSuffix("it must be a whole number from 2 to 1000") == true)
  #expect(error("memory", "x")?.message.hasSuffix("it must be a whole number from 1 to 10, or off") == true)
  #expect(error("ratio", "x")?.message.hasSuffix("it must be a number from 0 to 1") == true)
  #expect(error("warm_start", "x")?.message.hasSuffix("it must be true or false") == true)
  #expect(error("color", "x")?.message.hasSuffix("it must be red, green or blue") == true)
  #expect(error("paint", "x")?.message.hasSuffix("it must be red, green or blue, or off") == true)
  #expect(
    error("reward_range", "x")?.message.hasSuffix("it must be 2 numbers from -500 to 500, separated by commas, or off")
      == true)
}

@Test func unknownNamesAreErrorsThatOfferTheNearest() {
  let error = error("fit_rat", "250")
  #expect(error?.kind == .unknownName)
  #expect(error?.message.contains("ALP-GMM's option 'fit_rat' is unknown; did you mean 'fit_rate'?") == true)
}

@Test func anOptionGivenTwiceIsAnError() {
  #expect(throws: UsageError.invalidArgument("option 'fit_rate' is given twice; give it once")) {
    try read(("fit_rate", "10"), ("fit_rate", "10"))
  }
}

@Test func messagesStayShort() {
  let long = String(repeating: "7", count: 60_000)
  #expect(error("fit_rate", long).map { $0.message.utf8.count < 200 } == true)
  #expect(error(long, "1").map { $0.message.utf8.count < 300 } == true)
}

@Test func descriptionsTellFormRangeAndDefault() {
  #expect(
    descriptions.map(\.range) == [
      "2 to 1000", "1 to 10, or off", "0 to 1", "-2.5 to 1e+300, or off", "true or false", "red, green or blue",
      "red, green or blue, or off", "2 numbers from -500 to 500, separated by commas, or off",
      "auto, off, or 2 numbers from -500 to 500, separated by commas",
      "numbers from -1 to 1, separated by commas, or off",
    ])
  #expect(
    descriptions.map(\.defaultText) == ["250", "off", "0.2", "off", "false", "green", "off", "off", "auto", "off"])
  #expect(descriptions.allSatisfy { $0.accepts($0.defaultText) })
}
