# Completion of ansatz for zsh:  source <(launcher/ansatz completion zsh)
_ansatz() {
  local -a found
  found=("${(@f)$("${words[1]}" candidates -- "${(@)words[2,CURRENT]}" 2> /dev/null)}")
  if [[ -n ${found[1]} ]]; then compadd -- "${found[@]}"; else _files; fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit; compinit; }
compdef _ansatz ansatz launcher/ansatz
