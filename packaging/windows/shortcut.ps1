# Puts calmdesk on the desktop: a shortcut to calmdesk.cmd.
#   powershell -ExecutionPolicy Bypass -File shortcut.ps1 [-Words "listen --device Jabra"]
param([string]$Words = "")

$start = Join-Path $PSScriptRoot "calmdesk.cmd"
$desktop = [Environment]::GetFolderPath("Desktop")
$shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut((Join-Path $desktop "calmdesk.lnk"))
$shortcut.TargetPath = $env:ComSpec
$shortcut.Arguments = "/c `"`"$start`" $Words`""
$shortcut.WorkingDirectory = $env:USERPROFILE
$shortcut.Description = "calmdesk"
$shortcut.Save()
Write-Output "OK: $desktop\calmdesk.lnk"
