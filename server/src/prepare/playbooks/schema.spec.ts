import { describe, expect, test } from 'vitest'
import { shippedFolder } from './shelf.ts'
import { schemaText } from './schema.ts'

describe('The JSON Schema of playbooks', () => {
  // Stale? Run this specification with -u, and commit playbooks/playbook.schema.json.
  test('is the one that the contract gives', () => expect(schemaText).toMatchFileSnapshot(`${shippedFolder}playbook.schema.json`))
  test('knows every entry and refuses others, so that editors help while people write', () => {
    const schema = JSON.parse(schemaText)
    expect(schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { playbook: { type: 'string' }, tasks: { type: 'array' }, clocks: { type: 'object' } },
    })
    expect(schema.required).toEqual(['playbook', 'version', 'title', 'kinds', 'clocks', 'approvals', 'remedies', 'criteria', 'templates'])
  })
})
