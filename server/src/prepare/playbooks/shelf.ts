// Reads the playbooks and remedy policies that ship with Leeward; a file that is not right stops the start, with file, place and reason.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { z } from 'zod'
import { type Obligation, Regimes } from '../../assess/regulatory-clocks/regulatory.contract.ts'
import { RemedyPolicies, type RemedyPolicy } from '../../remediate/policies/policy.ts'
import { Playbook } from './playbook.ts'

export type Shelf = {
  playbooks: Playbook[]
  forKind: (kind: string) => Playbook
  policy: (name: string) => RemedyPolicy
  /** Every duty of the law, in the order of the file; what a playbook's `regulatory[].starts` names is among them. */
  obligations: Obligation[]
}

const shipped = new URL('../../../../playbooks/', import.meta.url).pathname

export function readShelf(folder = shipped): Shelf {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && !['remedies.yaml', 'regimes.yaml'].includes(file))
    .sort()
  const playbooks = files.map((file) => read(folder, file, Playbook))
  const { policies } = read(folder, 'remedies.yaml', RemedyPolicies)
  const policy = (name: string) => {
    const found = policies[name]
    if (!found) throw new Error(`No remedy policy is called ${name}; there are ${Object.keys(policies).join(', ')}.`)
    return found
  }
  const { obligations } = read(folder, 'regimes.yaml', Regimes)
  for (const playbook of playbooks) {
    policy(playbook.remedies)
    for (const { starts } of playbook.regulatory)
      for (const key of starts) if (!obligations.some((each) => each.key === key)) throw new Error(`${playbook.playbook}: there is no obligation ${key}.`)
  }
  return {
    playbooks,
    obligations,
    policy,
    forKind: (kind) => {
      const found = playbooks.find((playbook) => playbook.kinds.some((each) => each === kind))
      if (!found) throw new Error(`No playbook covers ${kind}.`)
      return found
    },
  }
}

function read<T extends z.ZodType>(folder: string, file: string, schema: T): z.output<T> {
  const parsed = schema.safeParse(parse(readFileSync(join(folder, file), 'utf8')))
  if (parsed.success) return parsed.data
  throw new Error(parsed.error.issues.map((issue) => `${file}: ${issue.path.join('.') || 'the file'}: ${issue.message}`).join('\n'))
}
