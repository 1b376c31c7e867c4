/* Moves the wall clock that the server reads by JOURNEY_SKEW seconds, so that a journey can let days pass. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t id, struct timespec *at) {
    static int (*real)(clockid_t, struct timespec *);
    static long skew;
    if (!real) {
        const char *given = getenv("JOURNEY_SKEW");
        skew = given ? atol(given) : 0;
        real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    }
    int answer = real(id, at);
    if (answer == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) at->tv_sec += skew;
    return answer;
}
