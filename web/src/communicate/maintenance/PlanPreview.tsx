import { Stack, Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import styles from './Maintenance.module.css'
import { fields } from './plan.ts'
import type { PlanPreviewQuery } from './use-plan-preview.ts'

/** What customers would read. */
export function PlanPreview({ preview, asked }: { preview: PlanPreviewQuery; asked: boolean }) {
  const atField = Object.keys(fieldErrors(preview.error, fields)).length > 0
  return (
    <Stack component="section" aria-label={t('maintenance.preview')} gap="xs" className={styles.preview}>
      <Text size="sm" fw={600}>
        {t('maintenance.preview')}
      </Text>
      {!asked && (
        <Text size="sm" c="dimmed">
          {t('maintenance.previewNeeds')}
        </Text>
      )}
      {asked && preview.isError && !atField && <ErrorNote error={preview.error} retry={preview.refetch} />}
      {asked && preview.data && (
        <iframe sandbox="" title={t('maintenance.preview')} srcDoc={preview.data.html} className="lw-frame" style={{ height: 'min(420px, 50vh)' }} />
      )}
    </Stack>
  )
}
