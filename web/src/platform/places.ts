import { t } from '../strings/t.ts'

/** Where the main navigation leads. */
export const places = (demo: boolean) => [
  { to: '/crises', label: t('nav.crises') },
  { to: '/accounts', label: t('nav.accounts') },
  { to: '/playbooks', label: t('nav.playbooks') },
  { to: '/imports', label: t('nav.imports') },
  { to: '/on-call', label: t('nav.onCall') },
  ...(demo ? [{ to: '/mailbox', label: t('nav.mailbox') }] : []),
]
