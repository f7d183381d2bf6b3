// Animations: the GIF encoder cgif. Its flags are macros that Swift does not see.
#ifndef TEACHDRL_GIF_SHIM_H
#define TEACHDRL_GIF_SHIM_H

#include <cgif.h>

enum {
    pictures_gif_is_animated = CGIF_ATTR_IS_ANIMATED,
    pictures_gif_use_transparency = CGIF_FRAME_GEN_USE_TRANSPARENCY,
    pictures_gif_use_difference = CGIF_FRAME_GEN_USE_DIFF_WINDOW
};

#endif
