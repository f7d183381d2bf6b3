#pragma once

// What results.cpp tests; 0 where all of it holds.
int test_results();
