// Which of a family of forked processes this is.
#ifndef TEACHDRL_PLATFORM_FORK_H
#define TEACHDRL_PLATFORM_FORK_H

#include <stdint.h>

/// How many forks lie between this process and the one that first asked.
uint32_t platform_fork_generation(void);

#endif
