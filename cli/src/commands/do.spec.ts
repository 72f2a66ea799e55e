import { describe, expect, test } from 'vitest'
import { UsageError } from '../usage.ts'
import { bodyOf, type Command, commandsOf, type Document, namedAfter, pathOf, readFields } from './do.ts'

describe('leeward do', () => {
  test('commands are found by their stable name', () => expect(commandsOf(api).map(({ name }) => name)).toEqual(['changeSeverity', 'finishTask', 'listCrises']))
  test('the crisis is a word, the rest are fields', () =>
    expect(readFields(command('changeSeverity'), ['C-2026-014', 'severity=1', 'reason=It = spreads'])).toEqual({
      crisis: 'C-2026-014',
      fields: { severity: 1, reason: 'It = spreads' },
    }))
  test('a number in a text stays text', () => expect(readFields(command('changeSeverity'), ['C-1', 'reason=42']).fields).toEqual({ reason: '42' }))
  test('a command of a crisis needs one', () => expect(() => readFields(command('changeSeverity'), ['severity=1'])).toThrow(UsageError))
  test('a second word is refused', () => expect(() => readFields(command('changeSeverity'), ['C-1', 'C-2'])).toThrow(UsageError))
  test('what the path names is not sent in the body', () => {
    const values = { id: 'x', key: 'a/b', evidence: 'seen' }
    expect(pathOf(command('finishTask'), values)).toBe('/api/crises/x/tasks/a%2Fb/completion')
    expect(bodyOf(command('finishTask'), values)).toEqual({ evidence: 'seen' })
  })
  test('a part of the path that is missing is named', () => expect(() => pathOf(command('finishTask'), { id: 'x' })).toThrow('key=… is missing'))
  test('a file keeps its name where the command asks for one', () => {
    const attach = { ...command('listCrises'), parameters: [...inPath('id'), { name: 'name', in: 'query' }] }
    expect(namedAfter('/tmp/a folder/report.pdf', attach)).toEqual({ name: 'report.pdf' })
    expect(namedAfter('/tmp/report.pdf', command('listCrises'))).toEqual({})
  })
  test('what is asked goes into the address', () => expect(pathOf(command('listCrises'), { limit: 5 })).toBe('/api/crises?limit=5'))
})

const inPath = (...names: string[]) => names.map((name) => ({ name, in: 'path' }))
const json = (properties: Record<string, { type: string }>) => ({
  content: { 'application/json': { schema: { properties, required: Object.keys(properties) } } },
})
const api: Document = {
  paths: {
    '/api/crises': { get: { operationId: 'listCrises', parameters: [{ name: 'limit', in: 'query' }] } },
    '/api/crises/{id}/severity': {
      post: { operationId: 'changeSeverity', parameters: inPath('id'), requestBody: json({ severity: { type: 'integer' }, reason: { type: 'string' } }) },
    },
    '/api/crises/{id}/tasks/{key}/completion': {
      post: { operationId: 'finishTask', parameters: inPath('id', 'key'), requestBody: json({ evidence: { type: 'string' } }) },
    },
    '/api/unnamed': { get: {} },
  },
}
const command = (name: string) => commandsOf(api).find((each) => each.name === name) as Command
