// Whether a series has stopped: nothing comes where something was to be expected. What rang before says nothing against it, as after a burst of errors everything may stand still.
import type { State } from './state.ts'
import type { Look } from './witnesses.ts'

/** `due`: so many times the usual deviation lies between what is expected and nothing. `goesOn`: how often one nothing follows another, before a series has shown it. `known`: what stays away for longer is where the series lives now. */
const stop = { due: 2, begins: 0.5, goesOn: { times: 0.2, of: 4 }, mostPower: 12, known: 24, remembered: 20_000 }

/** The power of ten by which it is rare that nothing came so many times on end; 0 where something came, or where nothing was due. Changes the state. */
export function stopped(state: State, value: number, { expected, usual }: Look): number {
  // Also for long: that an outbreak is over is no stop.
  if (Math.min(expected, state.middle) < stop.due * usual) {
    state.idle = 0
    return 0
  }
  state.due += 1
  if (value !== 0) {
    if (state.idle > 0) learn(state)
    return 0
  }
  state.idle += 1
  if (state.idle > stop.known) return 0
  const begins = -Math.log10((state.stops + stop.begins) / (state.due + 1))
  const goesOn = -Math.log10((state.idled + stop.goesOn.times) / (state.idled + state.stops + stop.goesOn.of))
  return Math.min(stop.mostPower, begins + (state.idle - 1) * goesOn)
}

/** How it was is known when it is over. */
function learn(state: State): void {
  state.stops += 1
  state.idled += state.idle - 1
  state.idle = 0
  if (state.due < stop.remembered) return
  for (const name of ['due', 'stops', 'idled'] as const) state[name] /= 2
}
