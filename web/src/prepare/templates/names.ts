import { t, tOf } from '../../strings/t.ts'
import { usePlaybooks } from '../playbooks/playbook.ts'
import { everyPlaybook, languages, type TemplateKey } from './templates.ts'

/** What a playbook is called in a list of templates. */
export function usePlaybookNames() {
  const { data } = usePlaybooks()
  return (key: string) => (key === everyPlaybook ? t('templates.every') : (data?.find((each) => each.key === key)?.title ?? key))
}

export const phaseName = (phase: TemplateKey['phase']) => (phase === 'holding' ? t('playbook.template.holding') : tOf('phase', phase))
export const languageName = (locale: string) => {
  const known = languages.find((language) => language === locale)
  return known ? tOf('language', known) : locale
}
