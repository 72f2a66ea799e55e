// A demo tells of what is made up: nothing of it leaves this machine.
import type { Outgoing } from './outgoing.ts'

export const onThisMachine =
  (request: Outgoing): Outgoing =>
  async (url, call) =>
    URL.canParse(url) && new URL(url).hostname === '127.0.0.1' ? request(url, call) : { kind: 'refused', why: 'the demo posts nothing in public' }
