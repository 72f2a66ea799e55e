import { describe, expect, test } from 'vitest'
import { type Agent, dealOut, givenAfter, isFull, knows, unknown } from './agents.ts'

describe('Whom a conversation is given to', () => {
  test('who knows its language, or says nothing of languages', () => {
    expect(knows(agent('Ann', { languages: ['de', 'fr'] }), ['language:de'])).toBe(true)
    expect(knows(agent('Ann', { languages: ['de'] }), ['language:ja'])).toBe(false)
    expect(knows(agent('Bo'), ['language:ja'])).toBe(true)
  })
  test('who has every skill that its tags ask for; nobody has one that they did not say', () => {
    expect(knows(agent('Ann', { skills: ['billing'] }), ['skill:billing'])).toBe(true)
    expect(knows(agent('Ann', { skills: ['billing'] }), ['skill:billing', 'skill:legal'])).toBe(false)
    expect(knows(unknown('Bo'), ['skill:billing'])).toBe(false)
  })
  test('what nobody who is there can do is offered to anybody after a while', () => {
    expect(givenAfter(agent('Bo'), ['skill:billing'], [], 30)).toBe(30)
    expect(givenAfter(agent('Bo'), ['skill:billing'], [agent('Cy')], 30)).toBe(30)
  })
  test('what somebody could do but does not come to is offered to anybody too, only later: nobody waits for ever', () => {
    expect(givenAfter(agent('Bo'), ['skill:billing'], [agent('Ann', { skills: ['billing'] })], 30)).toBe(120)
  })
  test('who has as many open ones as they take gets no more', () => {
    expect(isFull(agent('Ann', { mostOpen: 3 }), 3)).toBe(true)
    expect(isFull(agent('Ann', { mostOpen: 3 }), 2)).toBe(false)
    expect(isFull(agent('Ann'), 1_000)).toBe(false)
  })
})

describe('Dealing out', () => {
  const waiting = (id: number, needs: string[] = [], waitedMinutes = 0) => ({ id, needs, waitedMinutes })
  test('goes to who has the least to do, one after the other', () => {
    const agents = [at('Ann', 2), at('Bo', 0)]
    expect(dealOut([waiting(1), waiting(2), waiting(3), waiting(4)], agents, 30).map(({ person }) => person)).toEqual(['Bo', 'Bo', 'Ann', 'Bo'])
  })
  test('goes to nobody who is away or full', () => {
    expect(dealOut([waiting(1), waiting(2)], [at('Ann', 0, { available: false }), at('Bo', 4, { mostOpen: 5 })], 30)).toEqual([{ id: 1, person: 'Bo' }])
  })
  test('passes over what nobody can do yet, and gives it to anybody after a while', () => {
    const agents = [at('Ann', 0, { languages: ['en'] })]
    expect(dealOut([waiting(1, ['language:ja'], 29), waiting(2, ['language:en'])], agents, 30)).toEqual([{ id: 2, person: 'Ann' }])
    expect(dealOut([waiting(1, ['language:ja'], 30)], agents, 30)).toEqual([{ id: 1, person: 'Ann' }])
  })
  test('prefers who knows it to who has less to do', () => {
    const agents = [at('Ann', 5, { skills: ['billing'] }), at('Bo', 0)]
    expect(dealOut([waiting(1, ['skill:billing'], 500)], agents, 30)).toEqual([{ id: 1, person: 'Ann' }])
  })
})

function agent(person: string, given: Partial<Agent> = {}): Agent {
  return { ...unknown(person), available: true, ...given }
}
const at = (person: string, open: number, given: Partial<Agent> = {}) => ({ ...agent(person, given), open })
