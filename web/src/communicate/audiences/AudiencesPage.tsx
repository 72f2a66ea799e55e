import { Stack } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { Page } from '../../ui/Page.tsx'
import { SavedAudiences } from './SavedAudiences.tsx'
import { Stakeholders } from './Stakeholders.tsx'

/** Whom an update can be for, beside all customers. */
export function AudiencesPage() {
  return (
    <Page title={t('audiences.title')} lead={t('audiences.lead')} size={960}>
      <Stack gap="md">
        <SavedAudiences />
        <Stakeholders />
      </Stack>
    </Page>
  )
}
