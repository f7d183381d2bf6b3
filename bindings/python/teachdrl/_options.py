"""The options as type checkers see them, made from the library's listing by `make python-options`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Union

    import numpy as np
    from numpy.typing import NDArray

    Integer = Union[int, np.integer[Any]]
    Number = Union[float, np.floating[Any], np.integer[Any]]
    Boolean = Union[bool, np.bool_]
    Numbers = Union[Sequence[float], NDArray[Any]]


class TeacherOptions(TypedDict, total=False):
    """The options of all teachers."""

    min_k: Integer
    max_k: Integer
    fit_rate: Integer
    random_task_ratio: Number
    threads: Integer
    gmm_fitness: str
    nb_em_init: Integer
    warm_start: Boolean
    alp_max_size: Integer | None
    signal: str
    success_return: Number | str | None
    reward_range: Numbers | str | None
    normalize: Boolean
    history: Integer
    max_region_size: Integer
    alp_window_size: Integer | None
    nb_split_attempts: Integer
    sampling_in_leaves_only: Boolean
    min_reg_size: Number | None
    min_dims_range_ratio: Number
    discard_ratio: Number
    split_score: str
    absolute_lp: Boolean
    window_step_vector: Numbers | None
    reward_threshold: Number
    step_rate: Integer
    window_fraction: Number
    initial_mean: Numbers | None
    step_size: Number
    grow_threshold: Number | str | None
    shrink_threshold: Number | str | None
    boundary_sampling_p: Number
    queue_len: Integer
    center: Numbers | None
    initial_width: Number
    width_step: Number
    window: Integer
    boxes: Numbers | None
    thresholds: Numbers | None
    first_box: Numbers | None
    last_box: Numbers | None
    duration: Integer
    success_share: Number
    max_kl: Number
    update_rate: Integer
    initial_concentration: Number
    wait_for_success: Boolean
    initial_deviation: Number
    target_mean: Numbers | None
    target_deviation: Number
    update_offset: Integer
    alpha_offset: Integer
    zeta: Number
    use_avg_performance: Boolean
    std_lower_bound: Number | None
    kl_threshold: Number


class EnvironmentOptions(TypedDict, total=False):
    """The options of all environments."""

    min_stump_height: Number
    max_stump_height: Number | None
    min_obstacle_spacing: Number
    max_obstacle_spacing: Number | None
    walker: str
    track_noise: Number
    roughness: Number
    initial_push: Number
    max_episode_steps: Integer
    contacts: str
    lidar: str
    min_poly_shape: Number
    max_poly_shape: Number | None
    min_stump_seq: Number
    max_stump_seq: Number | None
    min_stump_width: Number
    max_stump_width: Number | None
    min_stump_width_deviation: Number
    max_stump_width_deviation: Number | None
    min_stump_rot: Number
    max_stump_rot: Number | None
    min_stump_rot_deviation: Number
    max_stump_rot_deviation: Number | None
    min_roughness: Number
    max_roughness: Number | None
    hardcore: Boolean
    parameters: str
    ranges: str
    world: str | None


class EnvironmentParameters(TypedDict, total=False):
    """The parameters of all environments that can be set by name."""

    stump_height: Number | Numbers | None
    obstacle_spacing: Number | Numbers | None
    poly_shape: Numbers | None
    stump_seq: Numbers | None
    stump_width: Number | Numbers | None
    stump_width_deviation: Number | Numbers | None
    stump_rot: Number | Numbers | None
    stump_rot_deviation: Number | Numbers | None
    roughness: Number | Numbers | None
    pit_gap_low: Number | Numbers | None
    pit_gap_high: Number | Numbers | None
    stump_height_low: Number | Numbers | None
    stump_height_high: Number | Numbers | None
    stair_height_low: Number | Numbers | None
    stair_height_high: Number | Numbers | None
    stair_steps: Number | Numbers | None


class ToyOptions(TypedDict, total=False):
    """The options of the toy environment."""

    nb_dims: Integer
    nb_cubes: Integer
    irrelevant_dims: Integer
