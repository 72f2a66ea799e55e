import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useCallSums } from '../../communicate/calls/calls.ts'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { useConversationsOfCrisis } from '../../support/answers/answers.ts'
import { useShortcuts } from '../../ui/use-shortcuts.ts'
import styles from './RoomTabs.module.css'
import { useRoom } from './room.ts'

const allTabs = [
  { to: '/crises/$crisisId', label: 'tabs.overview' },
  { to: '/crises/$crisisId/work', label: 'tabs.work' },
  { to: '/crises/$crisisId/team', label: 'tabs.team' },
  { to: '/crises/$crisisId/customers', label: 'tabs.customers' },
  { to: '/crises/$crisisId/updates', label: 'tabs.updates' },
  { to: '/crises/$crisisId/conversations', label: 'tabs.conversations' },
  { to: '/crises/$crisisId/calls', label: 'tabs.calls' },
  { to: '/crises/$crisisId/decisions', label: 'tabs.decisions' },
  { to: '/crises/$crisisId/law', label: 'tabs.law' },
  { to: '/crises/$crisisId/make-good', label: 'tabs.makeGood' },
  { to: '/crises/$crisisId/restore', label: 'tabs.restore' },
  { to: '/crises/$crisisId/review', label: 'tabs.review' },
  { to: '/crises/$crisisId/timeline', label: 'tabs.timeline' },
] as const

export function RoomTabs() {
  const { id, status, updates, work, law } = useRoom()
  const calls = useCallSums()
  const { data: conversations } = useConversationsOfCrisis(id)
  const { pathname } = useLocation()
  const reads = useMay('read-conversations')
  const tabs = allTabs.filter(({ label }) => reads || label !== 'tabs.conversations')
  const bar = useRef<HTMLElement>(null)
  // On a phone the open tab may lie outside: it is brought into sight sideways, without moving the page.
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>(`a[href="${pathname}"]`)
    if (bar.current && tab) bar.current.scrollLeft = tab.offsetLeft - bar.current.offsetLeft - 40
  }, [pathname])
  // 1 is the first part of the room, 0 the tenth.
  const navigate = useNavigate()
  useShortcuts(Object.fromEntries(tabs.slice(0, 10).map(({ to }, nth) => [String((nth + 1) % 10), () => void navigate({ to, params: { crisisId: id } })])))
  // What waits for somebody, as a figure on its tab; in a closed crisis only the law still does.
  const counts: Partial<Record<(typeof allTabs)[number]['label'], number>> = {
    ...(status !== 'closed' && {
      'tabs.work': work.tasksOverdue,
      'tabs.team': work.emptySeats.length + work.offersToMe.length,
      'tabs.updates': updates.filter((update) => update.status === 'awaiting-approval').length,
      'tabs.conversations': conversations?.waiting ?? 0,
      'tabs.calls': calls?.toCall ?? 0,
      'tabs.decisions': work.decisionsDue,
    }),
    'tabs.law': law.unanswered + law.clocks.filter(({ missed }) => missed).length,
  }
  return (
    <nav aria-label={t('tabs.label')} ref={bar} className={styles.tabs}>
      {tabs.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          params={{ crisisId: id }}
          className={styles.tab}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'data-active': true, 'aria-current': 'page' }}
        >
          {t(label)}
          {(counts[label] ?? 0) > 0 && <span className={styles.count}>{counts[label]}</span>}
        </Link>
      ))}
    </nav>
  )
}
