# Completion of ansatz for fish:  launcher/ansatz completion fish | source
function __ansatz_candidates
  set -l words (commandline -opc) (commandline -ct)
  $words[1] candidates -- $words[2..-1] 2> /dev/null
end
complete -c ansatz -a '(__ansatz_candidates)'
