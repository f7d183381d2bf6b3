#include <teachdrl.h>
