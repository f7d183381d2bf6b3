import TeachDRL

/// An episode under way.
struct RunningEpisode: Equatable {
  /// What is played.
  var proposal: Proposal
  /// Which episode of the run it is, from 0: what its track and its push are seeded from.
  var number: Int
  /// The actions so far, one after the other. They are what it can be played again with up to here.
  var actions: [Float] = []
}
