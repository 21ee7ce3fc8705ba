# Completion of ansatz for bash:  source <(launcher/ansatz completion bash)
_ansatz() {
  local IFS=$'\n'
  COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" candidates -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _ansatz ansatz launcher/ansatz
