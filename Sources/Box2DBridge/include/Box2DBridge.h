#ifndef B
#define B
int box2d_bridge_placeholder(void);
#endif
