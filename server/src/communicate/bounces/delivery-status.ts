// The machine's part of a failure notice (RFC 3464), wherever it stands: as its own part, or copied into the text.
import type { Action } from './bounces.ts'
import { addressesIn } from './addresses.ts'
import { fieldGroups } from './mail-parts.ts'

export type StatusGroup = {
  address?: string
  action: Action
  status?: string
  diagnostic: string /** What kind of bounce the reporting system takes it for. */
  category?: string
  /** It read the other side's answer, and says no more than that it failed. */
  unsure: boolean
}

const actions: Record<string, Action> = {
  failed: 'failed',
  failure: 'failed',
  delayed: 'delayed',
  delivered: 'delivered',
  deliverable: 'delivered',
  relayed: 'relayed',
  expanded: 'expanded',
}

/** One per recipient. A group without an action is judged by its status. */
export function statusGroups(text: string): StatusGroup[] {
  return fieldGroups(divided(text))
    .filter((fields) => ['final-recipient', 'original-recipient', 'x-actual-recipient'].some((name) => fields.has(name)))
    .map((fields) => {
      const status = /[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0]
      const category = [...fields].find(([name]) => name.endsWith('bouncecategory'))?.[1]
      const diagnostic = fields.get('diagnostic-code') || fields.get('x-supplementary-info') || bracketed(fields.get('status')) || ''
      return {
        address: ['final-recipient', 'original-recipient', 'x-actual-recipient'].flatMap((name) => addressesIn(fields.get(name) ?? ''))[0],
        action: actions[/[a-z]+/.exec((fields.get('action') ?? '').toLowerCase())?.[0] ?? ''] ?? byStatus(status),
        status,
        diagnostic: diagnostic.replace(/^[\w-]{1,20}\s*;\s*/, ''),
        category,
        unsure: /^[45]\.0\.0$/.test(status ?? '') && /^(smtp\s*;|[^;]{0,200}$)/i.test(fields.get('diagnostic-code') ?? ';'),
      }
    })
}

/** Status: 5.2.1 (mailbox disabled) */
const bracketed = (status: string | undefined) => /\(([^)]{3,200})\)/.exec(status ?? '')?.[1]
const byStatus = (status: string | undefined): Action => (status?.startsWith('2') ? 'delivered' : status?.startsWith('4') ? 'delayed' : 'failed')

/** Some systems put no blank line between two recipients: the next one begins where a field comes again. */
function divided(text: string): string {
  let seen = new Set<string>()
  const lines = text.split('\n').flatMap((line) => {
    const name = /^(original-recipient|final-recipient|action|status|diagnostic-code)\s*:/i.exec(line)?.[1]?.toLowerCase()
    if (line.trim() === '') seen = new Set()
    if (!name) return [line]
    const again = seen.has(name)
    seen = again ? new Set([name]) : seen.add(name)
    return again ? ['', line] : [line]
  })
  return lines.join('\n')
}
