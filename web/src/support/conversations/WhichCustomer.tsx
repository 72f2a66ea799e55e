import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { AccountField } from './AccountField.tsx'
import { type ConversationView, useAct } from './conversations.ts'

/** Of somebody on a network only a name is known: an agent says which customer that is, once. */
export function WhichCustomer({ conversation: { id, account } }: { conversation: ConversationView }) {
  const may = useMay('converse')
  const [saying, setSaying] = useState(false)
  const [key, setKey] = useState<string | null>(account?.key ?? null)
  const put = useAct<{ account: string | null }>(id, 'account', {
    after: () => setSaying(false),
    done: (view) => (view.account ? t('inbox.customerDone', { name: view.account.name }) : t('inbox.customerNobody')),
  })
  if (!may) return null
  if (!saying)
    return (
      <Button size="compact-xs" variant="default" mt={6} onClick={() => setSaying(true)}>
        {t(account ? 'inbox.customerOther' : 'inbox.customerWhich')}
      </Button>
    )
  return (
    <Stack gap={6} mt={6}>
      <AccountField
        label={t('inbox.customerWhich')}
        value={key}
        known={account ?? undefined}
        error={fieldErrors(put.error, ['account'] as const).account}
        onChange={setKey}
      />
      <Text size="xs" c="dimmed">
        {t('inbox.customerHint')}
      </Text>
      <Group gap={6}>
        <ActionButton write={put} body={{ account: key }} size="compact-sm" may="converse" disabled={key === (account?.key ?? null)}>
          {t('inbox.customerSave')}
        </ActionButton>
        <Button size="compact-sm" variant="default" onClick={() => setSaying(false)}>
          {t('cancel')}
        </Button>
      </Group>
    </Stack>
  )
}
