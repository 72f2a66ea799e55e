import { t } from '../strings/t.ts'

/** Where the main navigation leads; what only an administrator sets up is not in others' way. */
export const places = ({ demo, permissions }: { demo: boolean; permissions: string[] }) => [
  { to: '/crises', label: t('nav.crises') },
  { to: '/suspicions', label: t('nav.suspicions') },
  ...(permissions.includes('read-conversations') ? [{ to: '/conversations', label: t('nav.conversations') }] : []),
  { to: '/maintenance', label: t('nav.maintenance') },
  { to: '/accounts-at-risk', label: t('nav.atRisk') },
  { to: '/knowledge', label: t('nav.knowledge') },
  // Whoever talks to customers; the others find them in the room of each crisis.
  ...(permissions.includes('call') ? [{ to: '/my-tasks', label: t('nav.myTasks') }] : []),
  { to: '/accounts', label: t('nav.accounts') },
  { to: '/playbooks', label: t('nav.playbooks') },
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
