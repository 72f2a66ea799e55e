import { expect, test } from 'vitest'
import { spoken } from './spoken.ts'

test('what is read out stands one sentence a line', () =>
  expect(spoken('Uploads do not finish. Recordings play as usual.\nAsk for help at 3.30 p.m. or later.')).toEqual([
    'Uploads do not finish.',
    'Recordings play as usual.',
    'Ask for help at 3.30 p.m. or later.',
  ]))
