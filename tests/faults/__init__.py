"""Nothing lost: a world with people in it, things done to it on purpose, and a checker that believes nobody.

    database, seed, servers, proxy, sampling, world    what a run is made of: real processes, real lines, real people
    page, speaker, roles, wire, journal, crowd         the people: good pages that write down what they send and see
    probes                                             visitors who are not good pages
    points, sabotage, asgi, settings                   where the server can be made to die, and to lie
    nemesis, verbs, *_cases                            what is done, and what is promised meanwhile
    evidence, *_rules, checker, measures               what was seen, and whether every promise was kept
    case, matrix, report, __main__                     `make faults`

Nothing here is known to the forum itself, and the checker shares no code with the server or with the people.
"""
