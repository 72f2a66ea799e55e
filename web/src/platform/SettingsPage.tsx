import { Paper, Stack, Text } from '@mantine/core'
import { t } from '../strings/t.ts'
import { Page } from '../ui/Page.tsx'
import { TextLink } from '../ui/links.tsx'

/** What an administrator sets up: a short list, so that the navigation stays for those who are in a crisis. */
export function SettingsPage() {
  const places = [
    { to: '/services', label: t('services.title'), text: t('settings.services') },
    { to: '/settings/page-look', label: t('pageLook.title'), text: t('settings.pageLook') },
    { to: '/settings/sources', label: t('sources.title'), text: t('settings.sources') },
    { to: '/settings/checks', label: t('checks.title'), text: t('settings.checks') },
    { to: '/settings/house-style', label: t('houseStyle.title'), text: t('settings.houseStyle') },
    { to: '/settings/senders', label: t('senders.title'), text: t('settings.senders') },
    { to: '/settings/channels', label: t('channels.title'), text: t('settings.channels') },
    { to: '/settings/endpoints', label: t('endpoints.title'), text: t('settings.endpoints') },
    { to: '/audiences', label: t('audiences.title'), text: t('settings.audiences') },
    { to: '/suppressions', label: t('suppressions.title'), text: t('settings.suppressions') },
    { to: '/inbound', label: t('inbound.title'), text: t('settings.inbound') },
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
