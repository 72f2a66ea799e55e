// How the console asks for templates.
import { useQuery } from '@tanstack/react-query'
import type { ShownTemplate, TemplateSummary } from '../../../../server/src/prepare/templates/templates.contract.ts'
import { get, query } from '../../ui/api.ts'

export type TemplateKey = Pick<TemplateSummary, 'playbook' | 'phase' | 'audience' | 'locale' | 'brand'>
export const templatesKey = ['templates'] as const
export const everyPlaybook = '_all'
export const phases = ['holding', 'investigating', 'identified', 'monitoring', 'resolved'] as const
export const audiences = ['customers', 'staff', 'executives', 'investors', 'partners', 'suppliers', 'media', 'regulators'] as const
export const parts = ['title', 'happened', 'affected', 'known', 'unknown', 'doing', 'can', 'must', 'workaround', 'estimate', 'why', 'prevention'] as const
/** Languages that mails and pages have a frame in; any other may be typed. */
export const languages = ['en', 'de', 'fr', 'es', 'pt', 'ja'] as const

export const useTemplates = () => useQuery({ queryKey: [...templatesKey, 'list'], queryFn: ({ signal }) => get<TemplateSummary[]>('/api/templates', signal) })
export const useTemplate = (key: TemplateKey) =>
  useQuery({ queryKey: [...templatesKey, 'one', key], queryFn: ({ signal }) => get<ShownTemplate>(`/api/templates/one${query(key)}`, signal) })

/** As the address of its page. */
export const searchOf = ({ playbook, phase, audience, locale, brand }: TemplateKey) => ({ playbook, phase, audience, locale, ...(brand ? { brand } : {}) })
export const keyIn = (search: Partial<Record<keyof TemplateKey, string>>): TemplateKey => ({
  playbook: search.playbook ?? everyPlaybook,
  phase: phases.find((phase) => phase === search.phase) ?? 'holding',
  audience: audiences.find((audience) => audience === search.audience) ?? 'customers',
  locale: search.locale ?? 'en',
  brand: search.brand ?? null,
})
