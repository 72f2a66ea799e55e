// Macros as the console asks for them, and as its form holds them.
import { useQuery } from '@tanstack/react-query'
import type { MacroPreview, MacroView, UseMacro, WriteMacro } from '../../../../server/src/support/macros/macros.contract.ts'
import { get } from '../../ui/api.ts'

export type Macro = MacroView
export type Preview = MacroPreview
export type Use = UseMacro
export type Sent = WriteMacro & { revision?: number }
export type Step = Preview['steps'][number]

export const macrosKey = ['macros'] as const
export const useMacros = (enabled = true) =>
  useQuery({ queryKey: macrosKey, queryFn: ({ signal }) => get<{ macros: Macro[] }>('/api/macros', signal), enabled, select: ({ macros }) => macros })

export const groupNames = ['support', 'customer-success', 'commander', 'administrator'] as const

export type Given = {
  name: string
  languages: string[]
  texts: Record<string, string>
  groups: string[]
  addTags: string[]
  removeTags: string[]
  assign: string | null
  then: WriteMacro['actions']['then']
  snoozeHours: number | string
  link: boolean
  task: string
  goodwill: string
  reason: string
}

const decimals = (currency: string) => new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
const amountText = ([currency, minor]: [string, number]) => `${currency} ${(minor / 10 ** decimals(currency)).toFixed(decimals(currency))}`

export const givenOf = (macro: Macro | undefined): Given => ({
  ...{ name: macro?.name ?? '', languages: macro ? Object.keys(macro.texts) : ['en'], texts: macro?.texts ?? {}, groups: macro?.groups ?? [] },
  ...{ addTags: macro?.actions.addTags ?? [], removeTags: macro?.actions.removeTags ?? [], assign: macro?.actions.assign ?? null },
  ...{
    then: macro?.actions.then ?? 'waiting',
    snoozeHours: macro?.actions.snoozeHours ?? '',
    link: macro?.actions.link ?? false,
    task: macro?.actions.task?.text ?? '',
  },
  goodwill: Object.entries(macro?.actions.goodwill?.amounts ?? {})
    .map(amountText)
    .join('\n'),
  reason: macro?.actions.goodwill?.reason ?? '',
})

/** `EUR 10.00`, one a line. @returns undefined where a line is none */
export function amountsOf(text: string): Record<string, number> | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const found = lines.map((line) => /^([A-Z]{3})\s+(\d{1,9}(?:\.\d{1,3})?)$/.exec(line.toUpperCase()))
  if (found.some((each) => each === null)) return undefined
  return Object.fromEntries(found.map((each) => [each?.[1] ?? '', Math.round(Number(each?.[2]) * 10 ** decimals(each?.[1] ?? 'EUR'))]))
}

export const textsOf = ({ languages, texts }: Given) =>
  Object.fromEntries(languages.flatMap((language) => (texts[language]?.trim() ? [[language, texts[language] as string]] : [])))

export function asSent(given: Given, macro: Macro | undefined): Sent {
  const amounts = amountsOf(given.goodwill) ?? {}
  return {
    ...(macro ? { revision: macro.revision } : {}),
    name: given.name,
    texts: textsOf(given),
    groups: given.groups as Sent['groups'],
    actions: {
      ...{ addTags: given.addTags, removeTags: given.removeTags, assign: given.assign, then: given.then, link: given.link },
      snoozeHours: given.snoozeHours === '' ? null : Number(given.snoozeHours),
      task: given.task.trim() ? { text: given.task, accountable: macro?.actions.task?.accountable ?? 'commander' } : null,
      goodwill: Object.keys(amounts).length > 0 ? { amounts, reason: given.reason || given.name } : null,
    },
  }
}
