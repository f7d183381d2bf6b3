// Drawing: Cairo with its image and SVG surfaces.
#ifndef TEACHDRL_CAIRO_SHIM_H
#define TEACHDRL_CAIRO_SHIM_H

#include <cairo/cairo-svg.h>
#include <cairo/cairo.h>

#endif
