// A playbook is the plan for kinds of crises; a running crisis keeps the one it started with.
import type { z } from 'zod'
import type { Parts } from '../../communicate/updates/updates.contract.ts'
import { disagreements } from './agree.ts'
import { PlaybookShape } from './playbook.contract.ts'

/** A whole plan; what its names refer to must be there, and each disagreement is said with its place. What is left out has its default. */
export const Playbook = PlaybookShape.superRefine((playbook, context) => {
  for (const { path, message } of disagreements(playbook)) context.addIssue({ code: 'custom', path, message })
})

export type Playbook = z.output<typeof Playbook>

/**
 * The parts of a message with their {{variables}} put in; an unknown variable stays visible, so that nobody publishes it unseen. A long name of the
 * crisis, or very many services, must not make a message that nobody may publish: it is cut at a word.
 */
export const filled = (parts: Parts, values: Record<string, string>): Parts =>
  Object.fromEntries(
    Object.entries(parts).map(([part, text]) => [
      part,
      cut(
        text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole),
        longest(part),
      ),
    ]),
  ) as Parts

/** What `Parts` allows. */
const longest = (part: string) => ({ title: 150, estimate: 500, why: 4_000, prevention: 4_000 })[part] ?? 2_000
const cut = (text: string, most: number) =>
  text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .replace(/\s+\S*$/, '')
        .trimEnd()}…`
