"""What the runtime promises, each promise with the tests that hold it, on SQLite and on PostgreSQL unless one is named.

An acknowledged notification is never lost, and acts once however often it comes
    test_kill, test_random_kills (real processes); tests/store/test_kill (kill -9 between commit and answer);
    tests/runtime/test_missed (what never came is found)
A conversation's events act in order of receipt, never two at once; three mutants are caught
    test_order; test_several_runners (PostgreSQL)
Messages that overtook each other by some milliseconds are put right
    tests/runtime/test_engine, test_clocks
A call goes out once; after a crash a read-back decides
    test_kill, test_random_kills, test_kill_calls, test_functions; tests/runtime/test_database_trouble
Timers fire once, late rather than never, over restarts and several engines
    test_timers, test_random_kills; tests/runtime/test_clocks
A failing call is tried again, then the flow's way for failures and the dead letters, and keeps nobody else waiting
    tests/runtime/test_engine, test_dead_letters
Publishing under load drops nothing
    test_publishing; tests/runtime/test_moving
A full disk, one for reading only, a lock, a server that is away, a password that was changed, a machine that slept
    test_faults (real processes); tests/runtime/test_database_trouble
Runners are updated one after another, also when the tables change (PostgreSQL)
    test_several_runners, test_update
Others are answered while an author's function spins, holds the interpreter or dies
    test_functions; tests/functions/test_crew
"""
