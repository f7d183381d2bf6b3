/// What `config.json` holds of a student's settings.
struct StudentMembers {
  /// Members of the object `student`.
  var settings: [ConfigurationMember] = []
  /// Members of the file, behind `max_ep_len`.
  var memory: [ConfigurationMember] = []
  /// Members of the file, behind `nb_test_episodes`.
  var pace: [ConfigurationMember] = []
}

extension StudentConfiguration {
  /// What `config.json` holds of the settings.
  var members: StudentMembers {
    switch self {
    case .softActorCritic: SoftActorCriticConfiguration.members
    case .proximalPolicyOptimization: ProximalPolicyOptimizationConfiguration.members
    }
  }
}
