#include <cstdio>
#include <teachdrl.h>

int main() {
    std::printf("found by CMake: teachdrl %s\n", teachdrl_version_string());
    return teachdrl_version() == TEACHDRL_VERSION_NUMBER ? 0 : 1;
}
