import { Stack } from '@mantine/core'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { Page } from '../../ui/Page.tsx'
import { useList } from '../../ui/use-list.ts'
import { type Import, importsKey } from './imports.ts'
import { ImportsTable } from './ImportsTable.tsx'
import { SendExport } from './SendExport.tsx'

/** Conversations of another desk: send its export, see what came of it. */
export function ImportConversationsPage() {
  const may = useMay('import')
  const list = useList<Import>(importsKey, '/api/conversation-imports', {}, { everyMs: 3_000, enabled: may })
  return (
    <Page title={t('convImports.title')} lead={t('convImports.lead')}>
      {may ? (
        <Stack gap="md">
          <SendExport />
          <Card title={t('convImports.past')}>
            <Listed list={list} empty={<Empty title={t('convImports.none')} text={t('convImports.noneText')} />}>
              {(imports) => <ImportsTable imports={imports} />}
            </Listed>
          </Card>
        </Stack>
      ) : (
        <Empty title={t('notAllowed', { permission: 'import' })} />
      )}
    </Page>
  )
}
