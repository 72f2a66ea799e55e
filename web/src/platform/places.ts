import { t } from '../strings/t.ts'

/** Where the main navigation leads; what only an administrator sets up is not in others' way. */
export const places = ({ demo, permissions }: { demo: boolean; permissions: string[] }) => [
  { to: '/crises', label: t('nav.crises') },
  { to: '/suspicions', label: t('nav.suspicions') },
  { to: '/maintenance', label: t('nav.maintenance') },
  { to: '/accounts', label: t('nav.accounts') },
  { to: '/playbooks', label: t('nav.playbooks') },
  { to: '/imports', label: t('nav.imports') },
  { to: '/on-call', label: t('nav.onCall') },
  // Who has no settings of their own still looks after services, and addresses that do not work.
  ...(permissions.includes('registry') && !permissions.includes('settings')
    ? [
        { to: '/services', label: t('nav.services') },
        { to: '/suppressions', label: t('nav.suppressions') },
      ]
    : []),
  ...(permissions.includes('settings') ? [{ to: '/settings', label: t('nav.settings') }] : []),
  ...(demo ? [{ to: '/mailbox', label: t('nav.mailbox') }] : []),
]
