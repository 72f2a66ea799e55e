/** A decider is the whole of a feature's business logic: no I/O, no clock, no randomness. */
export type Decider<State, Command, Fact> = {
  initial: State
  /** The facts that follow from a command; none when nothing changes. Throws `Refused` when it may not be. */
  decide: (command: Command, state: State) => Fact[]
  evolve: (state: State, fact: Fact) => State
  /** The next moment at which time alone changes anything. */
  wakeAt?: (state: State) => Date | undefined
}

/** The least that every fact has: its name in the past tense, and when it happened in its subject's own time. */
export type Fact = { type: string; at: Date }

export const fold = <S, C, F>({ evolve, initial }: Decider<S, C, F>, facts: F[], from: S = initial): S => facts.reduce(evolve, from)
