import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { type CriterionNow, type Looked, type RestoreCommand, type RestoreFact, restore } from './restore.ts'

describe('Restoring', () => {
  const say = (looked: Looked, more: object = {}): RestoreCommand => ({ type: 'SayRestored', looked, by: 'ann', now: at, ...more })

  test('is said once everything holds', () =>
    given()
      .when(say(how('met')))
      .then({ type: 'RestorationSaid', despite: [], by: 'ann', at }))
  test('is refused while a criterion fails, or nobody has said that it holds', () => {
    given()
      .when(say(how('failing')))
      .thenRefused('out-of-order')
    given()
      .when(say(how('open')))
      .thenRefused('out-of-order')
  })
  test('is said by the commander nevertheless, with a reason and with what fails', () =>
    given()
      .when(say(how('failing'), { reasonId: 'r' }))
      .then({ type: 'RestorationSaid', despite: ['Mail answers'], by: 'ann', reasonId: 'r', at }))
  test('against a criterion is for nobody else', () =>
    given()
      .when({ ...say(how('failing')), by: 'bo', reasonId: 'r' } as RestoreCommand)
      .thenRefused('not-allowed'))
  test('a reason that was not needed is no reason', () =>
    given()
      .when(say(how('met'), { reasonId: 'r' }))
      .then({ type: 'RestorationSaid', despite: [], by: 'ann', at }))
  test('waits for data that must be mended first', () => {
    given(repair)
      .when(say(how('met')))
      .thenRefused('out-of-order')
    given({ ...repair, required: false })
      .when(say(how('met')))
      .then({ type: 'RestorationSaid', despite: [], by: 'ann', at })
  })
  test('twice changes nothing, and a closed crisis is not restored again', () => {
    given()
      .when(say({ ...how('met'), status: 'restored' }))
      .thenNothing()
    given()
      .when(say({ ...how('met'), status: 'closed' }))
      .thenRefused('already-done')
  })
  test('undone, words count no more', () => {
    given({ type: 'CriterionMet', key: 'k', by: 'ann', at }, { type: 'RestorationUndone', at })
      .when({ type: 'GiveWord', key: 'k', met: true, by: 'ann', looked: how('open'), now: at })
      .then({ type: 'CriterionMet', key: 'k', by: 'ann', at })
  })
})

describe('Criteria', () => {
  const word = (met: boolean, looked = how('open')): RestoreCommand => ({ type: 'GiveWord', key: 'k', met, by: 'ann', looked, now: at })
  test('are met by a person’s word, and found not met after all', () => {
    given().when(word(true)).then({ type: 'CriterionMet', key: 'k', by: 'ann', at })
    given({ type: 'CriterionMet', key: 'k', by: 'ann', at }).when(word(true)).thenNothing()
    given({ type: 'CriterionMet', key: 'k', by: 'ann', at }).when(word(false)).then({ type: 'CriterionUnmet', key: 'k', by: 'ann', at })
  })
  test('that a machine sees to fail are met by no word', () =>
    given()
      .when(word(true, how('failing', { kind: 'check', minutes: 5 })))
      .thenRefused('not-valid'))
  test('that no machine can see are met by a word', () =>
    given()
      .when(word(true, how('open', { kind: 'check', minutes: 5 })))
      .then({ type: 'CriterionMet', key: 'k', by: 'ann', at }))
  test('that want a figure take no word, and others no figure', () => {
    const figure = { kind: 'figure', unit: 'orders', atLeast: 9 } as const
    given()
      .when(word(true, how('open', figure)))
      .thenRefused('not-valid')
    given()
      .when({ type: 'EnterFigure', key: 'k', value: 3, by: 'ann', looked: how('open'), now: at })
      .thenRefused('not-valid')
    given()
      .when({ type: 'EnterFigure', key: 'k', value: 3, by: 'ann', looked: how('open', figure), now: at })
      .then({ type: 'FigureEntered', key: 'k', value: 3, by: 'ann', at })
  })
  test('seen by a machine become a fact where they change, and only then', () => {
    const look = (state: CriterionNow['state']): RestoreCommand => ({
      type: 'LookAtCriteria',
      by: 'leeward',
      looked: how(state, { kind: 'check', minutes: 5 }),
      now: at,
    })
    const seen = (state: CriterionNow['state']): RestoreFact => ({ type: 'CriterionSeen', key: 'k', text: 'Mail answers', state, sentence: 's', at })
    given().when(look('open')).thenNothing()
    given().when(look('met')).then(seen('met'))
    given(seen('met')).when(look('met')).thenNothing()
    given(seen('met')).when(look('failing')).then(seen('failing'))
  })
  test('are not changed once it is restored', () =>
    given()
      .when(word(true, { ...how('open'), status: 'restored' }))
      .thenRefused('already-done'))
  test('of no such crisis are not found', () =>
    given()
      .when({ ...word(true, how('met')), key: 'x' } as RestoreCommand)
      .thenRefused('not-found'))
})

describe('Coming back by shares', () => {
  const move = (serviceId: string, percent: number, reasonId?: string): RestoreCommand => ({
    type: 'MoveShare',
    serviceId,
    percent,
    ...(reasonId ? { reasonId } : {}),
    by: 'ann',
    looked: how('met'),
    now: at,
  })
  const figures = [{ text: 'Mail answers', state: 'met' as const, sentence: 's' }]
  const moved = (serviceId: string, from: number, to: number, more: object = {}): RestoreFact => ({
    type: 'ShareMoved',
    serviceId,
    from,
    to,
    by: 'ann',
    figures: serviceId === 'mail' ? figures : [],
    at,
    ...more,
  })

  test('goes step by step, each with how the figures were', () => {
    given()
      .when(move('mail', 5))
      .then(moved('mail', 0, 5))
    given(moved('mail', 0, 5))
      .when(move('mail', 25))
      .then(moved('mail', 5, 25))
    given(moved('mail', 0, 5))
      .when(move('mail', 100))
      .thenRefused('out-of-order')
    given().when(move('mail', 7)).thenRefused('not-valid')
    given(moved('mail', 0, 5))
      .when(move('mail', 5))
      .thenNothing()
  })
  test('steps back, with a reason', () => {
    given(moved('mail', 0, 5), moved('mail', 5, 25))
      .when(move('mail', 5))
      .thenRefused('not-valid')
    given(moved('mail', 0, 5), moved('mail', 5, 25))
      .when(move('mail', 0, 'r'))
      .then(moved('mail', 25, 0, { reasonId: 'r' }))
  })
  test('brings the critical service back first, unless somebody says why not', () => {
    given(moved('mail', 0, 5))
      .when(move('shop', 5))
      .thenRefused('out-of-order')
    given(moved('mail', 0, 5))
      .when(move('shop', 5, 'r'))
      .then(moved('shop', 0, 5, { reasonId: 'r' }))
    given({ type: 'OrderSet', services: ['shop', 'mail'], by: 'ann', at })
      .when(move('shop', 5))
      .then(moved('shop', 0, 5))
    given(moved('mail', 25, 100))
      .when(move('shop', 5))
      .then(moved('shop', 0, 5))
  })
  test('knows the services of the scope alone', () => {
    given().when(move('other', 5)).thenRefused('not-valid')
    given()
      .when({ type: 'SetOrder', services: ['mail', 'mail'], by: 'ann', looked: how('met'), now: at })
      .thenRefused('not-valid')
  })
})

describe('Data to mend', () => {
  const counted = (mended: number, failed: number, records?: number): RestoreCommand => ({
    type: 'CountRepair',
    id: 'r1',
    mended,
    failed,
    ...(records ? { records } : {}),
    by: 'ann',
    looked: how('met'),
    now: at,
  })
  test('is counted, and done when all of it is mended', () => {
    given(repair).when(counted(60, 10)).then({ type: 'RepairCounted', id: 'r1', records: 100, mended: 60, failed: 10, by: 'ann', at })
    given(repair)
      .when(counted(100, 0))
      .then(
        { type: 'RepairCounted', id: 'r1', records: 100, mended: 100, failed: 0, by: 'ann', at },
        { type: 'RepairDone', id: 'r1', records: 100, mended: 100, failed: 0, at },
      )
  })
  test('is never more than there is', () => {
    given(repair).when(counted(95, 10)).thenRefused('not-valid')
    given(repair)
      .when(counted(95, 10, 105))
      .then({ type: 'RepairCounted', id: 'r1', records: 105, mended: 95, failed: 10, by: 'ann', at })
  })
  test('is left as it is with a reason, and then counted no more', () => {
    given(repair, { type: 'RepairLeft', id: 'r1', by: 'ann', reasonId: 'w', at }).when(counted(1, 0)).thenRefused('already-done')
    given().when(counted(1, 0)).thenRefused('not-found')
  })
})

const at = new Date('2030-01-01T10:00:00Z')
const given = (...past: RestoreFact[]) => specification(restore).given(...past)
const how = (state: CriterionNow['state'], measure: CriterionNow['measure'] = { kind: 'word' }): Looked => ({
  status: 'commanded',
  commander: 'ann',
  services: ['mail', 'shop'],
  steps: [5, 25, 100],
  criteria: [{ key: 'k', text: 'Mail answers', serviceId: 'mail', service: 'Mail', measure, added: false, state, sentence: 's' }],
})
const repair: Extract<RestoreFact, { type: 'RepairAdded' }> = {
  type: 'RepairAdded',
  id: 'r1',
  kind: 'repair',
  textId: 't',
  records: 100,
  required: true,
  by: 'ann',
  at,
}
