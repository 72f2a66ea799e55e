import { Alert, Group, Text } from '@mantine/core'
import { Link, Outlet } from '@tanstack/react-router'
import { t, tOf } from '../../strings/t.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import tabStyles from '../../stabilize/crisis/RoomTabs.module.css'
import { OriginBadge } from './OriginBadge.tsx'
import { Shown, useShownPlaybook } from './playbook.ts'

const tabs = [
  { to: '/playbooks/$key', label: 'playbook.tab.read' },
  { to: '/playbooks/$key/what-would-happen', label: 'playbook.tab.preview' },
  { to: '/playbooks/$key/edit', label: 'playbook.tab.edit' },
  { to: '/playbooks/$key/versions', label: 'playbook.tab.versions' },
] as const

/** One playbook: its plan, what would happen, its text, its versions. */
export function PlaybookPage() {
  const query = useShownPlaybook()
  const summary = query.data?.summary
  return (
    <Page
      title={summary?.title ?? t('playbooks.title')}
      lead={
        <TextLink to="/playbooks" size="sm">
          {t('playbook.back')}
        </TextLink>
      }
      actions={summary && <Facts summary={summary} />}
    >
      <Loaded query={query}>
        {(shown) => (
          <Shown.Provider value={shown}>
            <div style={{ marginTop: -14 }}>
              {shown.summary.setAside && <Warning title={t('playbook.setAside')} text={t('playbook.setAsideText')} />}
              {shown.summary.shippedChanged && !shown.summary.setAside && (
                <Warning title={t('playbook.shippedChanged')} text={t('playbook.shippedChangedText')} link />
              )}
              <nav aria-label={t('playbook.tabs')} className={tabStyles.tabs}>
                {tabs.map(({ to, label }) => (
                  <Link
                    key={to}
                    to={to}
                    params={{ key: shown.summary.key }}
                    className={tabStyles.tab}
                    activeOptions={{ exact: true }}
                    activeProps={{ 'data-active': true, 'aria-current': 'page' }}
                  >
                    {t(label)}
                  </Link>
                ))}
              </nav>
              <Outlet />
            </div>
          </Shown.Provider>
        )}
      </Loaded>
    </Page>
  )
}

function Facts({ summary }: { summary: NonNullable<ReturnType<typeof useShownPlaybook>['data']>['summary'] }) {
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {[
          t('playbook.kinds', { kinds: summary.kinds.map((kind) => tOf('kind', kind)).join(', ') }),
          t('playbook.version', { version: summary.version }),
          ...(summary.origin === 'shipped' ? [] : [t('playbook.revision', { revision: summary.revision })]),
        ].join(' · ')}
      </Text>
      <OriginBadge origin={summary.origin} />
    </Group>
  )
}

function Warning({ title, text, link = false }: { title: string; text: string; link?: boolean }) {
  return (
    <Alert color="amber" title={title} icon={<Icon name="alert" />} mb="sm">
      {text}{' '}
      {link && (
        <TextLink from="/playbooks/$key" to="./versions" size="sm">
          {t('playbook.compareShipped')}
        </TextLink>
      )}
    </Alert>
  )
}
