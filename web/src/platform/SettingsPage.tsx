import { Paper, Stack, Text } from '@mantine/core'
import { t } from '../strings/t.ts'
import { Page } from '../ui/Page.tsx'
import { TextLink } from '../ui/links.tsx'

/** What an administrator sets up: a short list, so that the navigation stays for those who are in a crisis. */
export function SettingsPage() {
  const places = [
    { to: '/services', label: t('services.title'), text: t('settings.services') },
    { to: '/settings/sync', label: t('sync.title'), text: t('settings.sync') },
    { to: '/settings/page-look', label: t('pageLook.title'), text: t('settings.pageLook') },
    { to: '/settings/sources', label: t('sources.title'), text: t('settings.sources') },
    { to: '/settings/checks', label: t('checks.title'), text: t('settings.checks') },
    { to: '/settings/thresholds', label: t('thresholds.title'), text: t('settings.thresholds') },
    { to: '/settings/sensitivity', label: t('sensitivity.title'), text: t('settings.sensitivity') },
    { to: '/settings/holidays', label: t('holidays.title'), text: t('settings.holidays') },
    { to: '/settings/second-opinion', label: t('opinion.title'), text: t('settings.opinion') },
    { to: '/settings/house-style', label: t('houseStyle.title'), text: t('settings.houseStyle') },
    { to: '/settings/senders', label: t('senders.title'), text: t('settings.senders') },
    { to: '/settings/channels', label: t('channels.title'), text: t('settings.channels') },
    { to: '/settings/endpoints', label: t('endpoints.title'), text: t('settings.endpoints') },
    { to: '/settings/support', label: t('supportSet.title'), text: t('settings.support') },
    { to: '/settings/agents', label: t('agents.title'), text: t('settings.agents') },
    { to: '/settings/macros', label: t('macros.title'), text: t('settings.macros') },
    { to: '/remedy-policies', label: t('policies.title'), text: t('settings.policies') },
    { to: '/settings/payers', label: t('payers.title'), text: t('settings.payers') },
    { to: '/goodwill', label: t('goodwill.title'), text: t('settings.goodwill') },
    { to: '/audiences', label: t('audiences.title'), text: t('settings.audiences') },
    { to: '/suppressions', label: t('suppressions.title'), text: t('settings.suppressions') },
    { to: '/inbound', label: t('inbound.title'), text: t('settings.inbound') },
    { to: '/settings/desks', label: t('desks.title'), text: t('settings.desks') },
    { to: '/settings/import-conversations', label: t('convImports.title'), text: t('settings.convImports') },
    { to: '/actions', label: t('actions.pageTitle'), text: t('settings.actions') },
  ]
  return (
    <Page title={t('settings.title')} lead={t('settings.lead')} size={900}>
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {places.map(({ to, label, text }) => (
          <Paper component="li" p="md" key={to}>
            <TextLink to={to} fw={600}>
              {label}
            </TextLink>
            <Text size="sm">{text}</Text>
          </Paper>
        ))}
      </Stack>
    </Page>
  )
}
