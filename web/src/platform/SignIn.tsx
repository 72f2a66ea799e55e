import { Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { t } from '../strings/t.ts'
import { request } from '../ui/api.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Mark } from '../ui/Mark.tsx'
import { isProblem, Problem } from '../ui/problem.ts'
import { sessionKey } from './session.ts'

export function SignIn() {
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  useEffect(() => {
    document.title = t('pageTitle', { page: t('signIn.title') })
  }, [])
  const signIn = useMutation({
    mutationFn: () => request('POST', '/api/auth/sign-in/email', { body: { email, password } }),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionKey }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w={360} maw="100%" gap="lg">
        <Stack gap={4} align="center">
          <Mark size={52} />
          <Title order={1} mt={6}>
            {t('brand')}
          </Title>
          <Text c="dimmed" size="sm">
            {t('signIn.lead')}
          </Text>
        </Stack>
        <Paper p="lg" component="form" onSubmit={submit}>
          <Stack>
            <TextInput
              label={t('signIn.email')}
              type="email"
              name="email"
              autoComplete="username"
              required
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label={t('signIn.password')}
              name="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {signIn.isError && <ErrorNote error={inOurWords(signIn.error)} />}
            <Button type="submit" fullWidth loading={signIn.isPending}>
              {t('signIn.title')}
            </Button>
          </Stack>
        </Paper>
      </Stack>
    </Center>
  )
}

/** The sign-in library says neither kindly nor in our catalogue's words what went wrong. */
function inOurWords(error: Error): Error {
  if (isProblem(error, 401) || isProblem(error, 400) || isProblem(error, 422)) return new Problem(401, t('problem.failed.title'), t('signIn.failed'))
  return isProblem(error, 429) ? new Problem(429, t('problem.failed.title'), t('signIn.tooOften')) : error
}
